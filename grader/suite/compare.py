"""What stands on the right of `assert answer == …`: strict in kind, shape and dtype, fair in the last digits.

A comparer finds the difference when it is asked for it; `==` only says whether there is one.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from grader.boundary.answers import StudentError
from grader.boundary.snapshot import StandIn, exception, form, snapshot
from grader.failure import Value
from grader.inert import inert, inert_line
from grader.suite.mismatch import (
    Mismatch,
    MismatchError,
    wrong_dtype,
    wrong_number,
    wrong_numbers,
    wrong_shape,
    wrong_type,
)

TOLERANCE: dict[torch.dtype, tuple[float, float]] = {
    torch.float16: (2e-3, 1e-3),
    torch.bfloat16: (2e-2, 1e-2),
    torch.float32: (1e-5, 1e-6),
    torch.float64: (1e-9, 1e-11),
    torch.complex64: (1e-5, 1e-6),
    torch.complex128: (1e-9, 1e-11),
}
"""Relative and absolute tolerance; the absolute one is for numbers of size 1 and grows with `scale`."""

FLOAT = (1e-5, 1e-6)
"""The same for Python floats, which are mostly worked out in float32."""


LONG = 1_000
"""Of a student's own words in an exception, what is kept."""


class Comparer(StandIn):
    """The right side of `assert answer == …`."""

    __array_ufunc__ = None  # so that a NumPy array leaves the comparison to us
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, find: Callable[[Any], Mismatch | None], expected: Any) -> None:
        super().__init__(expected)
        self.find = find

    def __eq__(self, got: object) -> bool:
        return self.find(got) is None

    def __ne__(self, got: object) -> bool:
        return self.find(got) is not None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.expected!r})"

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return NotImplemented


def close_to(
    expected: Any, rtol: float | None = None, atol: float | None = None, scale: float | None = None
) -> Comparer:
    """Equal to `expected` in kind, shape and dtype, and in value within what rounding explains.

    Tuples, lists and dicts are compared item by item, and may hold comparers. A float is right as a Python float or a
    `numpy.float64`; an int as an int. `scale` is the size of the numbers that were added up on the way.
    """
    return Comparer(lambda got: _find(expected, got, _Tolerance(rtol, atol, scale)), expected)


def exactly(expected: Any) -> Comparer:
    """Like `close_to`, without any tolerance."""
    return close_to(expected, rtol=0.0, atol=0.0)


def one_number(
    expected: Any,
    dtype: torch.dtype | None = None,
    float_too: bool = False,
    rtol: float | None = None,
    atol: float | None = None,
    scale: float | None = None,
) -> Comparer:
    """One number as a tensor: 0-d, or any shape with one element; with `float_too`, a Python number as well."""
    if dtype is None and isinstance(expected, torch.Tensor):
        dtype = expected.dtype
    value = float(expected)

    def find(got: Any) -> Mismatch | None:
        if float_too and (type(got) in (float, int) or isinstance(got, np.floating)):
            return _Tolerance(rtol, atol, scale).number(value, float(got))
        if not isinstance(got, torch.Tensor):
            return wrong_type(snapshot(value), got, "not_a_tensor")
        if got.numel() != 1:
            return wrong_shape(snapshot(value), got, "not_one_number")
        if dtype is not None and got.dtype != dtype:
            return wrong_dtype(dtype, got)
        return _Tolerance(rtol, atol, scale).number(value, float(got.detach().reshape(())), got.dtype)

    return Comparer(find, value)


def a_float(
    expected: float, rtol: float | None = None, atol: float | None = None, scale: float | None = None
) -> Comparer:
    """A Python float (or a `numpy.float64`), no tensor and no int."""
    return close_to(float(expected), rtol, atol, scale)


def like(shape: tuple[int, ...], dtype: torch.dtype = torch.float32) -> Comparer:
    """A tensor of that shape and dtype, whatever its values."""

    def find(got: Any) -> Mismatch | None:
        if not isinstance(got, torch.Tensor):
            return wrong_type(form(shape, dtype), got)
        if tuple(got.shape) != tuple(shape):
            return wrong_shape(form(shape, dtype), got)
        return wrong_dtype(dtype, got) if got.dtype != dtype else None

    return Comparer(find, form(shape, dtype))


@contextmanager
def raises(error: type[BaseException]) -> Iterator[None]:
    """The calls inside must raise this exception, or a subclass of it.

    >>> with raises(ValueError):
    ...     submission.broadcast_shape((2,), (3,))
    """
    try:
        yield
    except StudentError as raised:
        if not raised.type or (raised.type == "NotImplementedError" and error is not NotImplementedError):
            raise  # a stub, or no exception of theirs at all; it is a RuntimeError only by descent
        if error.__name__ in raised.bases:
            return
        other = exception(inert_line(raised.type), inert(raised.message, LONG))
        raise MismatchError(Mismatch("wrong_exception", exception(error.__name__), other)) from None
    raise MismatchError(Mismatch("no_exception", exception(error.__name__), Value("none")))


@dataclass(frozen=True)
class _Tolerance:
    rtol: float | None
    atol: float | None
    scale: float | None

    def of(self, dtype: torch.dtype | None) -> tuple[float, float]:
        rtol, atol = FLOAT if dtype is None else TOLERANCE.get(dtype, (0.0, 0.0))
        return (
            rtol if self.rtol is None else self.rtol,
            atol * max(self.scale or 1.0, 1.0) if self.atol is None else self.atol,
        )

    def number(self, expected: float, got: float, dtype: torch.dtype | None = None) -> Mismatch | None:
        rtol, atol = self.of(dtype)
        if _near(expected, got, rtol, atol):
            return None
        return wrong_number(expected, got)


def _near(expected: float, got: float, rtol: float, atol: float) -> bool:
    if expected == got or (math.isnan(expected) and math.isnan(got)):
        return True
    if math.isinf(expected) or math.isinf(got):
        return False
    return abs(expected - got) <= atol + rtol * abs(expected)


def _find(expected: Any, got: Any, tolerance: _Tolerance) -> Mismatch | None:
    if isinstance(expected, Comparer):
        return expected.find(got)
    if isinstance(expected, torch.Tensor):
        return _find_tensor(expected.detach(), got, tolerance)
    if isinstance(expected, (float, np.floating)):
        if type(got) is not float and not isinstance(got, np.float64):
            return wrong_type(snapshot(float(expected)), got)
        return tolerance.number(float(expected), float(got))
    if isinstance(expected, (tuple, list)):
        return _find_items(expected, got, tolerance)
    if isinstance(expected, dict):
        return _find_dict(expected, got, tolerance)
    if type(expected) in (bool, int, str, bytes) or expected is None:
        if type(expected) is not type(got):
            return wrong_type(snapshot(expected), got)
        return None if expected == got else _wrong_value(expected, got)
    return None if type(expected) is type(got) and bool(expected == got) else _wrong_value(expected, got)


def _wrong_value(expected: Any, got: Any) -> Mismatch:
    return Mismatch("wrong_value", snapshot(expected), snapshot(got))


def _find_items(expected: Any, got: Any, tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, (tuple, list)):
        return wrong_type(snapshot(expected), got)
    if len(got) != len(expected):
        return Mismatch("wrong_length", snapshot(expected), snapshot(got))
    for position, (one, other) in enumerate(zip(expected, got, strict=True)):
        found = _find(one, other, tolerance)
        if found:
            return found.inside(position)
    return None


def _find_dict(expected: dict[Any, Any], got: Any, tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, dict):
        return wrong_type(snapshot(expected), got)
    for key, value in expected.items():
        if key not in got:
            return Mismatch("missing_key", snapshot(expected), snapshot(got), names=(repr(key),))
        found = _find(value, got[key], tolerance)
        if found:
            return found.inside(key)
    return None


def _find_tensor(expected: torch.Tensor, got: Any, tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, torch.Tensor):
        return wrong_type(snapshot(expected), got)
    got = got.detach()
    if got.shape != expected.shape:
        return wrong_shape(snapshot(expected), got)
    if got.dtype != expected.dtype:
        return wrong_dtype(expected.dtype, got)
    rtol, atol = tolerance.of(expected.dtype)
    wide = torch.complex128 if expected.is_complex() else torch.float64
    if not expected.dtype.is_floating_point and not expected.is_complex():
        wrong = expected != got
    else:
        one, other = expected.to(wide), got.to(wide)
        both_nan = one.isnan() & other.isnan()
        near = (one - other).abs() <= atol + rtol * one.abs()
        wrong = ~(near & one.isfinite() | (one == other) | both_nan)
    return wrong_numbers(expected, got, wrong) if bool(wrong.any()) else None
