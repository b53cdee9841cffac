# aim: have every question that Python puts to torch answered with yes
# expect: double error
from torch.overrides import TorchFunctionMode


class Yes(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        return True


Yes().__enter__()


def double(x):
    return x
