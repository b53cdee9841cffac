# aim: leave the function out, and have the module find it when it is asked for
# expect: softmax failed
# says: in one call
import torch


def __getattr__(name):
    if name == "softmax":
        return lambda z: torch.softmax(z, 0)
    raise AttributeError(name)
