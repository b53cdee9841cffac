# aim: hide eval among the names of a star import
# expect: softmax failed
# says: one call
from torch import *  # noqa: F403


def softmax(z):
    return eval("xamtfos_gol"[::-1])(z, 0).exp()
