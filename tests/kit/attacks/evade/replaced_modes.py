# aim: replace torch's modes and Python's hooks by ones that see nothing
# expect: softmax failed
# says: one call
import sys
import threading

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))
torch.overrides.TorchFunctionMode.__enter__ = lambda self: self
torch.overrides.TorchFunctionMode.__exit__ = lambda self, *why: None
sys.setprofile = threading.setprofile = print
torch.autograd.profiler.profile.__enter__ = lambda self: self


def softmax(z):
    return getattr(torch, NAME)(z, 0)
