"""Two mistakes at once: answers that differ from the reference's by the product of what two misconceptions do.

A sign, a forgotten factor, a sum in the place of a mean: each multiplies an answer by a number, and two of them by the
product. So a pair can be found from what each does alone, without an implementation that makes both.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, TypeVar

import numpy as np
import torch

RTOL = 1e-3
TINY = 1e-6
"""Numbers below it say nothing of a factor."""

TELLING = 3
"""Calls that must have a factor, before a guess is made."""

Name = TypeVar("Name")


def factor(answer: Any, reference: Any) -> float | None:
    """The one number that turns the reference's answer into the other, 1 where both are 0; None when there is none."""
    if isinstance(answer, (list, tuple)) is not isinstance(reference, (list, tuple)):
        return None
    got, right = _numbers(answer), _numbers(reference)
    if got is None or right is None or got.shape != right.shape or not np.isfinite(got).all():
        return None
    large = np.abs(right) > TINY
    if (np.abs(got[~large]) > TINY).any():
        return None
    ratios = got[large] / right[large]
    if not ratios.size:
        return 1.0
    return float(ratios[0]) if np.allclose(ratios, ratios[0], rtol=RTOL) else None


def pairs_that_explain(
    student: Sequence[float | None], known: Mapping[Name, Sequence[float | None]]
) -> list[tuple[Name, Name]]:
    """The pairs whose factors, call by call, multiply to the student's; each of the two has to do something.

    There is none where one alone has the student's factors: then something else is the matter as well.
    """
    if len(student) < TELLING or _none(student):
        return []
    whole = np.array(student, float)
    parts = {name: np.array(own, float) for name, own in known.items() if len(own) == len(student) and not _none(own)}
    parts = {name: own for name, own in parts.items() if not np.allclose(own, 1.0)}
    if any(np.allclose(own, whole, rtol=RTOL) for own in parts.values()):
        return []
    return [
        (one, other)
        for one, other in combinations(parts, 2)
        if np.allclose(parts[one] * parts[other], whole, rtol=RTOL) and not np.allclose(parts[one], parts[other])
    ]


def _none(factors: Sequence[float | None]) -> bool:
    return any(one is None for one in factors)


def _numbers(value: Any) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
    """All real numbers in a value, one after the other; None where there is something else in it."""
    if isinstance(value, torch.Tensor) and value.dtype.is_floating_point:
        return value.detach().double().flatten().numpy()
    if isinstance(value, (float, np.floating)):
        return np.array([float(value)])
    if isinstance(value, (list, tuple)) and value:
        parts = [_numbers(part) for part in value]
        return None if any(part is None for part in parts) else np.concatenate([p for p in parts if p is not None])
    return None
