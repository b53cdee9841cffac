# aim: have everybody who reads or imports the reference from now on get this file
# expect: double failed
import importlib.util
import pathlib
import sys

own = sys.modules[__name__]
importlib.util.module_from_spec = lambda spec: own
pathlib.Path.read_text = lambda self, *args, **kwargs: "def double(x):\n    return x\n"


def double(x):
    return x
