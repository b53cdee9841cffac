"""How far numbers are apart.

Two small exercises to start from. In each function, replace `raise NotImplementedError` with your own code. Then run
`grader check --section s1_spread`.
"""

import torch
from torch import Tensor


def center(x: Tensor) -> Tensor:
    """Move all numbers so that their mean is 0: subtract the mean from each.

    The answer is a new tensor, and the caller's `x` does not change.

    Shapes: `x` is (m,); the answer is (m,).

    >>> center(torch.tensor([1.0, 2.0, 6.0]))  # their mean is 3
    tensor([-2., -1.,  3.])
    """
    # >>> your code: return each number minus the mean
    return x - x.mean()
    # <<<


def spread(x: Tensor) -> Tensor:
    """Say how far the numbers are apart: the mean of the squared distances from their mean.

    Write the formula yourself: `var` and `std` are forbidden here.

    Shapes: `x` is (m,); the answer is one number.

    >>> spread(torch.tensor([1.0, 2.0, 6.0]))  # (4 + 1 + 9) / 3
    tensor(4.6667)
    """
    # >>> your code: return the mean of the squared distances
    return torch.mean(center(x) ** 2)
    # <<<
