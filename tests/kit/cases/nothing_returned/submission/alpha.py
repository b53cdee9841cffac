import torch
from torch import nn


def slope(W, x, y):
    print(2 * torch.mean((W * x - y) * x))


def double_(t):
    return t.mul_(2)


def size(number):
    return abs(number)


class Scaler(nn.Module):
    def __init__(self):
        super().__init__()
        self.factor = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return self.factor * x
