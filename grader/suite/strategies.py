"""Strategies that draw small, telling numbers and tensors, and shrink to tiny ones."""

import functools
import math
import struct
from collections.abc import Sequence
from typing import Any

import torch
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

BYTE = 256


class Numbers(SearchStrategy[float]):
    """A few numbers to choose from, the plainest first: what a draw shrinks to."""

    def __init__(self, values: Sequence[float]) -> None:
        super().__init__()
        self.values = tuple(values)
        self.width = 1 if len(self.values) <= BYTE else 2
        self._one = st.sampled_from(self.values)

    def do_draw(self, data: Any) -> float:
        return float(data.draw(self._one))

    def spread(self, drawn: bytes) -> list[float]:
        """One number for each `width` bytes: a string of bytes is one choice for hypothesis, where a list is many."""
        places = drawn if self.width == 1 else struct.unpack(f">{len(drawn) // 2}H", drawn)
        return [self.values[place % len(self.values)] for place in places]


@functools.cache
def numbers(lo: float = -5, hi: float = 5, parts: int = 8) -> Numbers:
    """Multiples of 1/`parts` from `lo` to `hi`: eighths are exact in every float dtype, and so are their small sums.

    They shrink to whole numbers before fractions, and to small ones before large ones.
    """
    counts = range(math.ceil(lo * parts), math.floor(hi * parts) + 1)
    return Numbers(sorted((count / parts for count in counts), key=_plainness))


def _plainness(number: float) -> tuple[int, float, bool]:
    return number.as_integer_ratio()[1], abs(number), number < 0


def shapes(
    min_dims: int = 1, max_dims: int = 3, min_side: int = 0, max_side: int = 4
) -> SearchStrategy[tuple[int, ...]]:
    """Shapes as tuples."""
    return st.lists(st.integers(min_side, max_side), min_size=min_dims, max_size=max_dims).map(tuple)


class Tensors(SearchStrategy[torch.Tensor]):
    """Tensors of one shape, or of shapes from a strategy."""

    def __init__(
        self,
        shape: tuple[int, ...] | SearchStrategy[tuple[int, ...]],
        elements: SearchStrategy[Any],
        dtype: torch.dtype,
    ) -> None:
        super().__init__()
        self._shape = shape
        self._elements = elements
        self._dtype = dtype

    def do_draw(self, data: Any) -> torch.Tensor:
        sides = data.draw(self._shape) if isinstance(self._shape, SearchStrategy) else self._shape
        count = math.prod(sides)
        if isinstance(self._elements, Numbers):
            size = count * self._elements.width
            values = self._elements.spread(data.draw(st.binary(min_size=size, max_size=size)))
        else:
            values = data.draw(st.lists(self._elements, min_size=count, max_size=count))
        return torch.tensor(values, dtype=self._dtype).reshape(sides)


@functools.cache  # hypothesis looks long at a strategy that it has not seen before
def _tensors(*description: Any) -> Tensors:
    return Tensors(*description)


def tensors(
    shape: tuple[int, ...] | SearchStrategy[tuple[int, ...]] = (3,),
    elements: SearchStrategy[Any] | Sequence[float] | None = None,
    dtype: torch.dtype = torch.float32,
) -> SearchStrategy[torch.Tensor]:
    """Tensors of a shape, or of shapes drawn from a strategy.

    `elements` are the numbers to choose from, the plainest first, or a strategy (slower, where each is one draw).
    """
    if elements is None:
        elements = numbers()
    elif not isinstance(elements, SearchStrategy):
        elements = _choices(tuple(elements))
    return _tensors(shape, elements, dtype)


@functools.cache
def _choices(values: tuple[float, ...]) -> Numbers:
    return Numbers(values)


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


def in_double(*values: Any) -> tuple[Any, ...]:
    """The same values, with the float tensors among them in double precision.

    >>> assert submission.train(*in_double(x, y, 0.1, 20)) == close_to(reference.train(*in_double(x, y, 0.1, 20)))
    """
    return tuple(
        value.double() if isinstance(value, torch.Tensor) and value.is_floating_point() else value for value in values
    )
