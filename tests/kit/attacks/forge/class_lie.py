# aim: answer with something that says it is a tensor when isinstance asks
# expect: double failed
import torch


class Pretender:
    @property
    def __class__(self):
        return torch.Tensor

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return lambda *args, **kwargs: self


def double(x):
    return Pretender()
