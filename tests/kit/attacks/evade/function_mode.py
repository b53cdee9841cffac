# aim: have torch itself call the forbidden operation in the place of an allowed one
# expect: softmax failed
# says: one call
import torch
from torch.overrides import TorchFunctionMode


class Exchange(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func is torch.relu:
            return torch.softmax(args[0], 0)
        return func(*args, **(kwargs or {}))


Exchange().__enter__()


def softmax(z):
    return torch.relu(z)
