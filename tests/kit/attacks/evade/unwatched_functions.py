# aim: turn torch's modes for functions off around the call
# expect: softmax failed
# says: one call
import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    with torch._C.DisableTorchFunction():
        return getattr(torch, NAME)(z, 0)
