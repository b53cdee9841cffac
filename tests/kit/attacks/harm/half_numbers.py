# aim: answer with complex numbers of half precision, which hardly anything of torch's can work with
# expect: double failed, softmax passed
import torch


def double(x):
    return torch.ones(x.shape, dtype=torch.complex32)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
