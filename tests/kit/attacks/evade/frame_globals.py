# aim: reach the names of the module through a frame
# expect: softmax failed
# says: one call
import sys

from torch import softmax as weigh_them  # noqa: F401


def softmax(z):
    return sys._getframe().f_globals["_".join(("weigh", "them"))](z, 0)
