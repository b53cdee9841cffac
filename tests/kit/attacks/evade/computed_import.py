# aim: import the library by a name that is put together as it runs
# expect: softmax failed
# says: cannot be checked
import importlib


def softmax(z):
    library = importlib.import_module("torch.nn." + "lanoitcnuf"[::-1])
    return [call for name, call in library.__dict__.items() if name == "xamtfos"[::-1]][0](z, 0)
