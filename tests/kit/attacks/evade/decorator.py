# aim: have a decorator do the work
# expect: softmax failed
# says: in one call
import torch


def finished(function):
    return lambda z: torch.softmax(function(z), 0)


@finished
def softmax(z):
    return z
