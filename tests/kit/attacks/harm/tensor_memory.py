# aim: take all the memory there is, by torch
# expect: double error, softmax passed
# says: RuntimeError
import torch


def double(x):
    return [torch.ones(1 << 28) for _ in range(64)]


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
