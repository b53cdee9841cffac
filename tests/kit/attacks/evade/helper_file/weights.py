import torch


def weigh(z):
    return torch.softmax(z, 0)
