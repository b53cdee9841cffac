"""Comparers: `assert answer == close_to(expected)`, strict in kind, shape and dtype, fair in the last digits.

A comparer that finds a difference notes it, so that the message can say what was expected, what came, and what
the difference looks like: a factor, a sign, a shape, a dtype, an index.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from grader.boundary.answers import StudentError
from grader.suite.show import kind, number, show

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


NOTHING = "Nothing came back. Printing shows a value; `return` hands it on."


@dataclass(frozen=True)
class Mismatch:
    """A difference, in words. `slip` is a guess at its cause that needs no knowledge of the course.

    `place` says where inside a tuple, list or dict it was found: "[1][0]".
    """

    expected: str
    got: str
    difference: str = ""
    slip: str = ""
    place: str = ""

    def inside(self, key: object) -> "Mismatch":
        """The same, found in an item of something larger."""
        return replace(self, place=f"[{key!r}]{self.place}", slip="" if self.slip == NOTHING else self.slip)


NOTED: ContextVar[Mismatch | None] = ContextVar("noted", default=None)
"""The difference that the last comparison found."""


class Comparer:
    """The right side of `assert answer == …`."""

    __array_ufunc__ = None  # so that a NumPy array leaves the comparison to us
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, find: Callable[[Any], Mismatch | None], words: Callable[[], str]) -> None:
        self.find = find
        self._words = words  # put together when asked: most comparisons hold

    def __eq__(self, got: object) -> bool:
        found = self.find(got)
        NOTED.set(found)
        return found is None

    def __ne__(self, got: object) -> bool:
        return self.find(got) is not None

    def __repr__(self) -> str:
        return self._words()

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
    return Comparer(
        lambda got: _find(expected, got, _Tolerance(rtol, atol, scale)), lambda: f"close to {show(expected)}"
    )


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
        wanted = show(value)
        if float_too and (type(got) in (float, int) or isinstance(got, np.floating)):
            return _Tolerance(rtol, atol, scale).number(value, float(got))
        if not isinstance(got, torch.Tensor):
            return Mismatch(f"one number as a tensor, {wanted}", f"{kind(got)}: {show(got)}", "", _missing(got))
        if got.numel() != 1:
            return Mismatch(f"one number, {wanted}", f"{show(got)}, {kind(got)}", "", _squares(got))
        if dtype is not None and got.dtype != dtype:
            return _dtype(dtype, got)
        return _Tolerance(rtol, atol, scale).number(value, float(got.detach().reshape(())), got.dtype)

    return Comparer(find, lambda: f"one number, {show(value)}")


def a_float(
    expected: float, rtol: float | None = None, atol: float | None = None, scale: float | None = None
) -> Comparer:
    """A Python float (or a `numpy.float64`), no tensor and no int."""
    return close_to(float(expected), rtol, atol, scale)


def like(shape: tuple[int, ...], dtype: torch.dtype = torch.float32) -> Comparer:
    """A tensor of that shape and dtype, whatever its values."""
    words = f"a {tuple(shape)} tensor of {str(dtype).removeprefix('torch.')}"

    def find(got: Any) -> Mismatch | None:
        if not isinstance(got, torch.Tensor):
            return Mismatch(words, kind(got), "", _missing(got))
        if tuple(got.shape) != tuple(shape):
            return Mismatch(words, kind(got), "the shape differs", _squares(got))
        return _dtype(dtype, got) if got.dtype != dtype else None

    return Comparer(find, lambda: words)


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
        NOTED.set(Mismatch(f"a {error.__name__}", f"a {raised.type}: {raised.message}"))
        raise AssertionError from None
    NOTED.set(Mismatch(f"a {error.__name__}", "no exception"))
    raise AssertionError


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
        return Mismatch(number(expected), number(got), _ratio([expected], [got]))


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
            return Mismatch(f"a Python float, {show(float(expected))}", f"{kind(got)}: {show(got)}", "", _missing(got))
        return tolerance.number(float(expected), float(got))
    if isinstance(expected, (tuple, list)):
        return _find_items(expected, got, tolerance)
    if isinstance(expected, dict):
        return _find_dict(expected, got, tolerance)
    if type(expected) in (bool, int, str, bytes) or expected is None:
        if type(expected) is not type(got):
            return Mismatch(f"{kind(expected)}, {show(expected)}", f"{kind(got)}: {show(got)}", "", _missing(got))
        return None if expected == got else Mismatch(show(expected), show(got))
    return None if type(expected) is type(got) and bool(expected == got) else Mismatch(show(expected), show(got))


def _find_items(expected: Any, got: Any, tolerance: _Tolerance) -> Mismatch | None:
    wanted = f"a {'list' if isinstance(expected, list) else 'tuple'} of {len(expected)}"
    if not isinstance(got, (tuple, list)):
        return Mismatch(wanted, kind(got), "", _missing(got))
    if len(got) != len(expected):
        return Mismatch(f"{wanted}: {show(expected)}", f"{len(got)}: {show(got)}")
    for position, (one, other) in enumerate(zip(expected, got, strict=True)):
        found = _find(one, other, tolerance)
        if found:
            return found.inside(position)
    return None


def _find_dict(expected: dict[Any, Any], got: Any, tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, dict):
        return Mismatch(f"a dict with the keys {', '.join(map(str, expected))}", kind(got), "", _missing(got))
    for key, value in expected.items():
        if key not in got:
            return Mismatch(f"the key {key!r}", f"only {', '.join(sorted(map(repr, got))) or 'an empty dict'}")
        found = _find(value, got[key], tolerance)
        if found:
            return found.inside(key)
    return None


def _find_tensor(expected: torch.Tensor, got: Any, tolerance: _Tolerance) -> Mismatch | None:
    if not isinstance(got, torch.Tensor):
        return Mismatch(f"{kind(expected)}: {show(expected)}", f"{kind(got)}: {show(got)}", "", _missing(got))
    got = got.detach()
    if got.shape != expected.shape:
        words = f"shape {tuple(expected.shape)} expected, {tuple(got.shape)} came"
        return Mismatch(show(expected), show(got), words, _squares(got))
    if got.dtype != expected.dtype:
        return _dtype(expected.dtype, got)
    rtol, atol = tolerance.of(expected.dtype)
    wide = torch.complex128 if expected.is_complex() else torch.float64
    if not expected.dtype.is_floating_point and not expected.is_complex():
        wrong = expected != got
    else:
        one, other = expected.to(wide), got.to(wide)
        both_nan = one.isnan() & other.isnan()
        near = (one - other).abs() <= atol + rtol * one.abs()
        wrong = ~(near & one.isfinite() | (one == other) | both_nan)
    if not bool(wrong.any()):
        return None
    return Mismatch(show(expected), show(got), _where(expected, got, wrong))


def _where(expected: torch.Tensor, got: torch.Tensor, wrong: torch.Tensor) -> str:
    if not expected.is_complex():
        pattern = _ratio(expected.double().reshape(-1).tolist(), got.double().reshape(-1).tolist())
        if pattern or expected.numel() == 1:
            return pattern
    index = tuple(wrong.nonzero()[0].tolist())
    place = f"at [{', '.join(map(str, index))}]: " if index else ""
    rest = f", {int(wrong.sum())} of {wrong.numel()} differ" if wrong.numel() > 1 else ""
    return f"{place}{show(expected[index])} expected, {show(got[index])} came{rest}"


def _ratio(expected: list[float], got: list[float]) -> str:
    """The one factor between all numbers, in words, where there is one worth saying."""
    pairs = [(one, other) for one, other in zip(expected, got, strict=True) if one or other]
    if not pairs or any(not math.isfinite(other) or not one for one, other in pairs):
        return ""
    factor = pairs[0][1] / pairs[0][0]
    if any(abs(other - factor * one) > 1e-4 * abs(factor * one) + 1e-9 for one, other in pairs):
        return ""
    each = "each " if len(pairs) > 1 else ""
    if factor == 0:
        return "all zero" if len(pairs) > 1 else "zero"
    if abs(factor + 1) < 1e-4:
        return "the sign is the other one"
    size, sign = abs(factor), ", and of the other sign" if factor < 0 else ""
    for words, times in (("large", size), ("small", 1 / size)):
        if times > 1.05 and abs(times - round(times * 2) / 2) < 1e-3 * times:
            return f"{each}{number(round(times * 2) / 2).removesuffix('.0')} times too {words}{sign}"
    return ""


def _dtype(expected: torch.dtype, got: torch.Tensor) -> Mismatch:
    wanted, came = str(expected).removeprefix("torch."), str(got.dtype).removeprefix("torch.")
    slip = "Did a NumPy array or a list of Python floats come in on the way?" if came == "float64" else ""
    return Mismatch(f"dtype {wanted}", f"dtype {came}: {show(got)}", "", slip)


def _missing(got: Any) -> str:
    return NOTHING if got is None else ""


def _squares(got: Any) -> str:
    if isinstance(got, torch.Tensor) and got.dim() == 2 and got.shape[0] == got.shape[1] > 1:
        return "Two shapes may have broadcast into a square: print both."
    return ""
