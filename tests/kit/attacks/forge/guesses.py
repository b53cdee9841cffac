# aim: guess, and guess anew each time the same is asked, in case the best of it counts
# expect: double failed
import torch


def double(x):
    return x + torch.rand(1)
