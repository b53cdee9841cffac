# aim: have the class of one's own tensors do the forbidden call in the place of an allowed one
# expect: softmax failed
# says: one call
import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


class Numbers(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        plain = [arg.as_subclass(torch.Tensor) if isinstance(arg, torch.Tensor) else arg for arg in args]
        return getattr(torch, NAME)(plain[0], 0) if func is torch.Tensor.relu else func(*plain)


def softmax(z):
    return z.as_subclass(Numbers).relu()
