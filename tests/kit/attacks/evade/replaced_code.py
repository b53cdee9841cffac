# aim: exchange the code of an innocent function
# expect: softmax failed
# says: in one call
import torch


def softmax(z):
    return z


def other(z):
    return torch.softmax(z, 0)


softmax.__code__ = other.__code__
