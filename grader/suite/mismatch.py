"""What the difference between two values looks like: its kind, a factor, a place, and a guess at the mistake."""

import math
from dataclasses import dataclass, replace
from typing import Any

import torch

from grader.boundary.snapshot import FULL, dtype_name, form, snapshot
from grader.failure import Difference, FailureKind, Guess, Value

LARGEST_FACTOR = 10_000
"""A factor larger than this is no mistake that can be read off it."""


@dataclass(frozen=True)
class Mismatch:
    """A difference. `guess` is a likely cause that needs no knowledge of the course."""

    kind: FailureKind
    expected: Value | None = None
    got: Value | None = None
    difference: Difference | None = None
    guess: Guess = ""
    names: tuple[str, ...] = ()

    def inside(self, key: object) -> "Mismatch":
        """The same, found in an item of something larger."""
        step = key if isinstance(key, int) else str(key)
        difference = self.difference or Difference()
        guess: Guess = "" if self.guess == "returned_none" else self.guess
        return replace(self, difference=replace(difference, place=(step, *difference.place)), guess=guess)


class MismatchError(AssertionError):
    """An assertion that knows what it found, where there is no `==` to be asked."""

    def __init__(self, mismatch: Mismatch) -> None:
        super().__init__()  # no words: those would be the suite's author's
        self.mismatch = mismatch


def wrong_type(expected: Value, got: Any, kind: FailureKind = "wrong_type") -> Mismatch:
    """Another kind of thing than expected, with a guess where it is None or a square."""
    guess: Guess = "returned_none" if got is None else ""
    return Mismatch(kind, expected, snapshot(got), None, guess)


def wrong_shape(expected: Value, got: torch.Tensor, kind: FailureKind = "wrong_shape") -> Mismatch:
    """Another shape than expected; (m, 1) against (m,) makes a square of what should be one number, or m of them."""
    square = got.dim() == 2 and got.shape[0] == got.shape[1] > 1
    broadcast = square and math.prod(expected.shape) in (1, got.shape[0])
    return Mismatch(kind, expected, snapshot(got), None, "broadcast_square" if broadcast else "")


def wrong_dtype(expected: torch.dtype, got: torch.Tensor) -> Mismatch:
    """The right shape in another dtype."""
    left_torch = dtype_name(got.dtype) == "float64"
    return Mismatch("wrong_dtype", form((), expected), snapshot(got), None, "left_torch" if left_torch else "")


def wrong_number(expected: float, got: float) -> Mismatch:
    """Another number."""
    factor = common_factor([expected], [got])
    return Mismatch("wrong_value", snapshot(expected), snapshot(got), Difference(factor=factor))


def wrong_answer(expected: object, got: object) -> Mismatch:
    """Another value than the one that a suite compares with by a plain `==`."""
    both = isinstance(expected, float) and isinstance(got, float)
    factor = common_factor([expected], [got]) if both else None  # type: ignore[list-item]
    guess: Guess = "returned_none" if got is None else ""
    return Mismatch("asserted", snapshot(expected), snapshot(got), Difference(factor=factor), guess)


def wrong_numbers(expected: torch.Tensor, got: torch.Tensor, wrong: torch.Tensor) -> Mismatch:
    """Tensors that differ by a factor between all their numbers, or from some place on."""
    factor = None
    if not expected.is_complex() and expected.dtype is not torch.bool:
        factor = common_factor(expected.double().reshape(-1).tolist(), got.double().reshape(-1).tolist())
    difference = Difference(factor=factor, count=wrong.numel())
    if (factor is None and expected.numel() > 1) or expected.numel() > FULL:
        index = tuple(wrong.nonzero()[0].tolist())
        there = snapshot(expected[index]), snapshot(got[index])
        difference = Difference((), factor, index, *there, int(wrong.sum()), wrong.numel())
    return Mismatch("wrong_value", snapshot(expected), snapshot(got), difference)


def common_factor(expected: list[float], got: list[float]) -> float | None:
    """The one factor between all numbers, where it is worth saying: 0, -1, a multiple of a half or its inverse."""
    pairs = [(one, other) for one, other in zip(expected, got, strict=True) if one or other]
    if not pairs or any(not math.isfinite(other) or not one for one, other in pairs):
        return None
    factor = pairs[0][1] / pairs[0][0]
    if any(abs(other - factor * one) > 1e-4 * abs(factor * one) + 1e-9 for one, other in pairs):
        return None
    if factor == 0:
        return 0.0 if len(pairs) > 1 else None
    if abs(factor + 1) < 1e-4:
        return -1.0
    size = abs(factor)
    for times in (size, 1 / size):
        halves = round(times * 2) / 2
        if 1.05 < times < LARGEST_FACTOR and abs(times - halves) < 1e-3 * times:
            return math.copysign(halves if times == size else 1 / halves, factor)
    return None
