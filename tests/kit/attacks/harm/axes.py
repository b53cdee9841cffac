# aim: answer with a tensor of as many axes as torch has, and one with a hole in it
# expect: double failed, softmax failed
import torch


def double(x):
    return torch.ones((1,) * 62 + (2, 3))


def softmax(z):
    return torch.ones((0,) * 64)
