"""What an author draws from a student's answers, as data: panels with curves, dots, areas, bars and chains.

Numbers come from a submission. So they are checked and bounded here: a list that is too long is thinned out, and what
is no finite number, or far too large to draw, is left out.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import torch

MOST = 5000
"""Numbers of one mark; more would not be seen."""
MOST_CELLS = 200
"""Rows and columns of an area."""
LARGEST = 1e30
FEW = 40
"""Bars, and boxes of a chain."""

Whose = Literal["yours", "right", ""]
"""The student's own numbers, the right ones, or neither: data, an axis."""


@dataclass(frozen=True)
class Curve:
    """A line through points. `x` and `y` are equally many numbers: a list, or a tensor of any shape."""

    x: Any
    y: Any
    label: str = ""
    whose: Whose = "yours"

    def __post_init__(self) -> None:
        _set(self, **_pair(self.x, self.y))


@dataclass(frozen=True)
class Dots:
    """Points; with `steps`, an arrow leads from each to the next. A value for each colours it, from 0 to 1."""

    x: Any
    y: Any
    label: str = ""
    whose: Whose = "yours"
    steps: bool = False
    values: Any = ()

    def __post_init__(self) -> None:
        _set(self, **_pair(self.x, self.y), values=plain_numbers(self.values))


@dataclass(frozen=True)
class Area:
    """A value, from 0 to 1, for each place of a grid: `values` is (len(y), len(x)). A line shows where it is 0.5."""

    x: Any
    y: Any
    values: Any

    def __post_init__(self) -> None:
        x, y = plain_numbers(self.x), plain_numbers(self.y)
        rows = [plain_numbers(row) for row in _listed(self.values)]
        if max(len(x), len(y)) > MOST_CELLS or [len(row) for row in rows] != [len(x)] * len(y):
            raise ValueError("values")
        _set(self, x=x, y=y, values=rows)


@dataclass(frozen=True)
class Bars:
    """A bar for each name."""

    names: Sequence[str]
    heights: Any
    label: str = ""
    whose: Whose = "yours"

    def __post_init__(self) -> None:
        heights = plain_numbers(self.heights)
        if len(heights) != len(self.names) or len(heights) > FEW:
            raise ValueError("heights")
        _set(self, names=_texts(self.names), heights=heights)


@dataclass(frozen=True)
class Chain:
    """Boxes from left to right, each with its text: the layers of a network, say."""

    names: Sequence[str]
    whose: Whose = "yours"

    def __post_init__(self) -> None:
        if not 0 < len(self.names) <= FEW:
            raise ValueError("names")
        _set(self, names=_texts(self.names))


Mark = Curve | Dots | Area | Bars | Chain


@dataclass(frozen=True)
class Panel:
    """One drawing with its axes; `log` makes the upright one logarithmic. `note` is a sentence below the title."""

    marks: Sequence[Mark]
    title: str = ""
    x_label: str = ""
    y_label: str = ""
    note: str = ""
    log: bool = False
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None


Draw = Callable[[Any], Panel | Sequence[Panel]]


@dataclass(frozen=True)
class Picture:
    """What `picture` makes of a function: how to draw, and which exercises have to be written first."""

    title: str
    needs: tuple[str, ...] = ()
    draw: Draw = field(repr=False, default=lambda student: ())


def picture(title: str, *, needs: Sequence[str] = ()) -> Callable[[Draw], Picture]:
    """Make a picture of a function that asks a student's code and gives one panel, or several.

    `needs` are the exercises that it calls: until they are written, there is nothing to draw. It stands in
    `plot_<section>.py`, beside the public suites, and is drawn by `grader plot`.
    """
    return lambda draw: Picture(title, tuple(needs), draw)


def plain_numbers(values: Any) -> tuple[float, ...]:
    """The numbers of a list or a tensor as floats, nan where one cannot be drawn. Raises ValueError."""
    listed = _listed(values)
    return tuple(_number(value) for value in listed[:: math.ceil(len(listed) / MOST) or 1])


def _pair(x: Any, y: Any) -> dict[str, tuple[float, ...]]:
    numbers = _listed(x), _listed(y)
    if len(numbers[0]) != len(numbers[1]):
        raise ValueError("x, y")
    return dict(zip(("x", "y"), map(plain_numbers, numbers), strict=True))


def _listed(values: Any) -> list[Any]:
    if isinstance(values, torch.Tensor):
        return list(
            values.detach().tolist() if values.dim() == 2 and values.shape[1] > 1 else values.flatten().tolist()
        )
    if not isinstance(values, (list, tuple, range)):
        raise ValueError("numbers")
    return list(values)


def _number(value: Any) -> float:
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("number")
    return float(value) if -LARGEST < value < LARGEST else math.nan


def _texts(texts: Iterable[Any]) -> tuple[str, ...]:
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("text")
    return tuple(texts)


def _set(mark: object, **values: Any) -> None:
    for name, value in values.items():
        object.__setattr__(mark, name, value)
