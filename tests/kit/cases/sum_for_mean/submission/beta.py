import torch
from alpha import slope


def descend(W, x, y, times, lr=0.1):
    for _ in range(times):
        W = W - lr * slope(W, x, y)
    return W


def noise(count):
    return torch.rand(count)
