"""Descent along a slope."""

import torch
from alpha import slope
from torch import Tensor

MARK = 5


def descend(W: Tensor, x: Tensor, y: Tensor, times: int, lr: float = 0.1) -> Tensor:
    """W after so many steps downhill."""
    # >>> your code
    for _ in range(times):
        W = W - lr * slope(W, x, y)
    return W
    # <<<


def noise(count: int) -> Tensor:
    """So many numbers at random."""
    # >>> your code
    return torch.rand(count)
    # <<<
