# aim: hand getattr to somebody else who calls it
# expect: softmax failed
# says: one call
from functools import reduce

import torch


def softmax(z):
    return reduce(getattr, ["nn", "functional", "xamtfos"[::-1]], torch)(z, 0)
