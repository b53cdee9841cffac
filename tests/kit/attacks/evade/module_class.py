# aim: give the module a class of one's own, with the function as a property
# expect: softmax failed
# says: in one call
import sys
import types

import torch


class Module(types.ModuleType):
    @property
    def softmax(self):
        return lambda z: torch.softmax(z, 0)


def softmax(z):
    return z


sys.modules[__name__].__class__ = Module
