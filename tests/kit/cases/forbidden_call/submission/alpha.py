import torch
from torch import nn


def slope(W, x, y):
    W = W.clone().requires_grad_()
    cost = torch.mean((W * x - y) ** 2)
    return torch.autograd.grad(cost, W)[0]


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
