"""A tensor is taken apart only where it is short.

Python takes the first of a tensor's rows to find out that there are too many of them; torch makes them all beforehand,
in a view of 600 bytes each. Of a tensor with millions of rows, where a suite expects a tuple of two, nothing is taken.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import torch

MOST_ROWS = 100_000


@contextlib.contextmanager
def short_tensors_only() -> Iterator[None]:
    """Have a tensor of more rows than that refuse to be iterated over, with a `ValueError`."""
    whole: Callable[[torch.Tensor], Iterator[Any]] = torch.Tensor.__iter__

    def rows(tensor: torch.Tensor) -> Iterator[Any]:
        if tensor.dim() and len(tensor) > MOST_ROWS:
            raise ValueError(f"too many values to unpack: a tensor of {len(tensor)} rows")
        return whole(tensor)

    torch.Tensor.__iter__ = rows  # type: ignore[method-assign]
    try:
        yield
    finally:
        torch.Tensor.__iter__ = whole  # type: ignore[method-assign]
