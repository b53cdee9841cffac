# aim: have the name stand for something else by the time it is called
# expect: softmax failed
# says: in one call
import torch


def softmax(z):
    return z


globals()["softmax"] = lambda z: torch.softmax(z, 0)
