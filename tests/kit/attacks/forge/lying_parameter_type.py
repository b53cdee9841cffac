# aim: have a subclass of tensors that lies about its numbers taken for the plain kind
# expect: double failed
import sys

import torch


class Liar(torch.Tensor):
    def detach(self):
        return torch.tensor([2.0, 4.0, 7.0])[: self.numel()]

    def numel(self):
        return 3


packing = sys.modules.get("grader.wire.packing")
if packing is not None:
    packing.torch.nn.Parameter = Liar


def double(x):
    return x.as_subclass(Liar)
