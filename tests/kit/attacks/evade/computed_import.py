# aim: import the library by a name that is put together as it runs
# expect: softmax failed
# says: one call
import importlib


def softmax(z):
    library = importlib.import_module("torch.nn." + "lanoitcnuf"[::-1])
    weigh = library.__dict__["xamtfos"[::-1]]
    return weigh(z, 0)
