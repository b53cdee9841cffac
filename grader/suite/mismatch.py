"""What a difference looks like in words: a factor, a sign, a shape, a dtype, an index, and a guess at the slip."""

import math
from dataclasses import dataclass, replace
from typing import Any

import torch

from grader.feedback.show import kind, number, show

MOST_TIMES = 10_000
"""A factor larger than this is no slip that can be read off it."""

NOTHING = "Nothing came back. Printing shows a value; `return` hands it on."


@dataclass(frozen=True)
class Mismatch:
    """A difference, in words. `slip` is a guess at its cause that needs no knowledge of the course.

    `place` says where inside a tuple, list or dict it was found: "[1][0]", "the gradient for W".
    """

    expected: str
    got: str
    difference: str = ""
    slip: str = ""
    place: str = ""

    def inside(self, key: object) -> "Mismatch":
        """The same, found in an item of something larger."""
        step = f"the {key}" if isinstance(key, str) and " " in key else f"[{key!r}]"  # "gradient for W" is a name
        return replace(self, place=step + self.place, slip="" if self.slip == NOTHING else self.slip)


def where(expected: torch.Tensor, got: torch.Tensor, wrong: torch.Tensor) -> str:
    """What two tensors differ in: a factor between all numbers, or the first place and how many there are."""
    pattern = ""
    if not expected.is_complex() and expected.dtype is not torch.bool:
        pattern = ratio(expected.double().reshape(-1).tolist(), got.double().reshape(-1).tolist())
    if pattern or expected.numel() == 1:
        return pattern
    index = tuple(wrong.nonzero()[0].tolist())
    place = f"at [{', '.join(map(str, index))}]: " if index else ""
    rest = f", {int(wrong.sum())} of {wrong.numel()} differ" if wrong.numel() > 1 else ""
    return f"{place}{show(expected[index])} expected, {show(got[index])} came{rest}"


def ratio(expected: list[float], got: list[float]) -> str:
    """The one factor between all numbers, in words, where there is one worth saying."""
    pairs = [(one, other) for one, other in zip(expected, got, strict=True) if one or other]
    if not pairs or any(not math.isfinite(other) or not one for one, other in pairs):
        return ""
    factor = pairs[0][1] / pairs[0][0]
    if any(abs(other - factor * one) > 1e-4 * abs(factor * one) + 1e-9 for one, other in pairs):
        return ""
    each = "each " if len(pairs) > 1 else ""
    if factor == 0:
        return "all zero" if len(pairs) > 1 else ""
    if abs(factor + 1) < 1e-4:
        return "the sign is the other one"
    size, sign = abs(factor), ", and of the other sign" if factor < 0 else ""
    for words, times in (("large", size), ("small", 1 / size)):
        if 1.05 < times < MOST_TIMES and abs(times - round(times * 2) / 2) < 1e-3 * times:
            return f"{each}{number(round(times * 2) / 2).removesuffix('.0')} times too {words}{sign}"
    return ""


def other_dtype(expected: torch.dtype, got: torch.Tensor) -> Mismatch:
    """The right shape in another dtype."""
    wanted, came = str(expected).removeprefix("torch."), str(got.dtype).removeprefix("torch.")
    slip = "Did a NumPy array or a list of Python floats come in on the way?" if came == "float64" else ""
    return Mismatch(f"dtype {wanted}", f"dtype {came}: {show(got)}", "", slip)


def came_as(got: Any) -> str:
    """What sort of thing came, and its value."""
    return "None" if got is None else f"{kind(got)}: {show(got)}"


def nothing_slip(got: Any) -> str:
    """A word on `return`, where nothing came."""
    return NOTHING if got is None else ""


def square_slip(expected: tuple[int, ...], got: Any) -> str:
    """A word on (m, 1) against (m,), where a square came for one number or for m of them."""
    square = isinstance(got, torch.Tensor) and got.dim() == 2 and got.shape[0] == got.shape[1] > 1
    broadcast = square and math.prod(expected) in (1, got.shape[0])
    return "Two shapes may have broadcast into a square: print both." if broadcast else ""
