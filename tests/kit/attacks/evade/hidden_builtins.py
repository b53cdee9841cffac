# aim: hide eval among the names of a star import
# expect: softmax failed
# says: cannot be checked
from torch import *  # noqa: F403


def softmax(z):
    return eval("xamtfos"[::-1])(z, 0)
