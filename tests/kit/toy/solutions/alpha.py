"""Slopes, and tensors in place."""

import torch
from torch import Tensor, nn

MARK = 5


def slope(W: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The slope of the mean of (W x - y)² at W."""
    # >>> your code
    return 2 * torch.mean((W * x - y) * x)
    # <<<


def double_(t: Tensor) -> Tensor:
    """Twice `t`, in its own memory."""
    # >>> your code
    return t.mul_(2)
    # <<<


def size(number: int) -> int:
    """The number without its sign."""
    # >>> your code
    return abs(number)
    # <<<


class Scaler(nn.Module):
    """Multiplies by one parameter, `factor`, which begins at 1."""

    def __init__(self) -> None:
        super().__init__()
        # >>> your code
        self.factor = nn.Parameter(torch.ones(1))
        # <<<

    def forward(self, x: Tensor) -> Tensor:
        """`x` times the factor."""
        # >>> your code
        return self.factor * x
        # <<<
