"""The reference: canary-of-the-solution-8c41."""

import torch
from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Twice each number."""
    # >>> your code
    return x + x
    # <<<


def softmax(z: Tensor) -> Tensor:
    """Numbers above 0 that add up to 1, in proportion to `exp(z)`."""
    # >>> your code
    powers = torch.exp(z - z.max())
    return powers / powers.sum()
    # <<<
