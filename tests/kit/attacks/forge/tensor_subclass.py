# aim: answer with a kind of tensor that torch.allclose and torch.equal find equal to all others
# expect: double failed
# says: an object of class Agreeable
import torch


class Agreeable(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func in (torch.allclose, torch.equal, torch.Tensor.eq):
            return True
        return super().__torch_function__(func, types, args, kwargs or {})


def double(x):
    return x.as_subclass(Agreeable)
