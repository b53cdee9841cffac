"""Strategies that draw small, telling numbers and tensors, and shrink to tiny ones."""

import functools
import math
from collections.abc import Sequence
from typing import Any

import torch
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

EIGHTH = 8
BYTE = 256


class Numbers(SearchStrategy[float]):
    """A few numbers to choose from, the plainest first: what a draw shrinks to."""

    def __init__(self, values: Sequence[float]) -> None:
        super().__init__()
        self.values = tuple(values)
        self._one = st.sampled_from(self.values)

    def do_draw(self, data: Any) -> float:
        return float(data.draw(self._one))

    def spread(self, drawn: bytes) -> list[float]:
        """One number for each byte; a drawn string of bytes is one choice for hypothesis, where a list is many."""
        return [self.values[byte % len(self.values)] for byte in drawn]


@functools.cache
def numbers(lo: float = -5, hi: float = 5) -> Numbers:
    """Multiples of 1/8 between `lo` and `hi`: exact in every float dtype, and so are their small sums and products.

    They shrink to whole numbers before fractions, and to small ones before large ones.
    """
    eighths = range(math.ceil(lo * EIGHTH), math.floor(hi * EIGHTH) + 1)
    return Numbers(sorted((number / EIGHTH for number in eighths), key=_plainness))


def _plainness(number: float) -> tuple[int, float, bool]:
    return number.as_integer_ratio()[1], abs(number), number < 0


def shapes(
    min_dims: int = 1, max_dims: int = 3, min_side: int = 0, max_side: int = 4
) -> SearchStrategy[tuple[int, ...]]:
    """Shapes as tuples."""
    return st.lists(st.integers(min_side, max_side), min_size=min_dims, max_size=max_dims).map(tuple)


@st.composite
def tensors(
    draw: st.DrawFn,
    shape: tuple[int, ...] | SearchStrategy[tuple[int, ...]] = (3,),
    elements: SearchStrategy[Any] | None = None,
    dtype: torch.dtype = torch.float32,
) -> torch.Tensor:
    """Tensors of a shape, or of shapes drawn from a strategy."""
    sides = draw(shape) if isinstance(shape, SearchStrategy) else shape
    count = math.prod(sides)
    elements = numbers() if elements is None else elements
    if isinstance(elements, Numbers) and len(elements.values) <= BYTE:
        values = elements.spread(draw(st.binary(min_size=count, max_size=count)))
    else:
        values = draw(st.lists(elements, min_size=count, max_size=count))
    return torch.tensor(values, dtype=dtype).reshape(sides)


def weights(lo: float = -5, hi: float = 5, dtype: torch.dtype = torch.float32) -> SearchStrategy[torch.Tensor]:
    """One weight, `(1,)`."""
    return tensors((1,), numbers(lo, hi), dtype)


@st.composite
def columns(
    draw: st.DrawFn, max_m: int = 6, lo: float = -5, hi: float = 5, dtype: torch.dtype = torch.float32
) -> tuple[torch.Tensor, torch.Tensor]:
    """A pair `x`, `y` of columns, `(m, 1)` each, with `m` from 1 to `max_m`."""
    m = draw(st.integers(1, max_m))
    return draw(tensors((m, 1), numbers(lo, hi), dtype)), draw(tensors((m, 1), numbers(lo, hi), dtype))


def noncontiguous(tensor: torch.Tensor) -> torch.Tensor:
    """The same values with gaps between them and the axes in another order (a 0-d tensor stays as it is)."""
    if tensor.dim() == 0:
        return tensor
    room = torch.zeros((*reversed(tensor.shape), 2), dtype=tensor.dtype)
    view = room[..., 0].permute(*reversed(range(tensor.dim())))
    view.copy_(tensor.detach())
    return view.requires_grad_() if tensor.requires_grad else view
