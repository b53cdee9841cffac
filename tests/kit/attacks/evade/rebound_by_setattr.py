# aim: set the name on the module from its own entry in sys.modules
# expect: softmax failed
# says: in one call
import sys

import torch


def softmax(z):
    return z


setattr(sys.modules[__name__], "softmax", lambda z: torch.softmax(z, 0))  # noqa: B010
