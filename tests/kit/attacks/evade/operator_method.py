# aim: hide the forbidden call behind an operator
# expect: softmax failed
# says: in one call
import torch


class Weigher:
    def __matmul__(self, z):
        return torch.softmax(z, 0)


def softmax(z):
    return Weigher() @ z
