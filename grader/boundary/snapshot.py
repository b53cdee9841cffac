"""A value as plain data, bounded: a small tensor whole, of a large one as much as is shown."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from grader.failure import Number, Value
from grader.inert import inert_line
from grader.wire.limits import DIMENSIONS

FULL = 24
"""Numbers of a tensor that is shown whole."""
ROWS, COLUMNS = 3, 8
"""What is shown of a larger one; of a long row the first `COLUMNS`."""
ITEMS = 8
DEPTH = 4
PARTS = 200
"""Values in a value, however they are nested."""
TEXT = 200
WHOLE = 100
"""So many times as much is taken of a value that is to be written down."""


class StandIn:
    """Something that stands for a value where it is compared."""

    def __init__(self, expected: Any) -> None:
        self.expected = expected


def snapshot(value: Any) -> Value:
    """The value as plain data."""
    return _Snapshot().of(value)


def argument(value: Any, whole: bool = False) -> Value:
    """The same, with how tensors lie in memory and whether they ask for a gradient; `whole`: with far more of it."""
    return _Snapshot(lying=True, times=WHOLE if whole else 1).of(value)


def form(shape: tuple[int, ...], dtype: torch.dtype) -> Value:
    """A tensor of which only shape and dtype matter."""
    return Value("tensor", dtype_name(dtype), tuple(shape))


def exception(type: str, message: str = "") -> Value:
    """An exception, told by its class's name and its message."""
    return Value("exception", type, text=message)


def dtype_name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


class _Snapshot:
    """Takes a value apart, `PARTS` at most."""

    def __init__(self, lying: bool = False, times: int = 1) -> None:
        self._room = PARTS * times
        self._items = ITEMS * times
        self._full = FULL * times
        self._lying = lying

    def of(self, value: Any, depth: int = 0) -> Value:
        self._room -= 1
        if isinstance(value, StandIn):
            return self.of(value.expected, depth)
        if isinstance(value, Value):
            return value
        if isinstance(value, torch.Tensor):
            shown = _tensor("tensor", value.detach(), self._full)
            if self._lying:
                shown = replace(shown, layout=_layout(value), requires_grad=value.requires_grad)
            return shown
        if isinstance(value, np.ndarray):
            return _tensor("array", torch.from_numpy(np.array(value, order="C")), self._full)
        if isinstance(value, (float, np.floating)):
            return Value("float", type(value).__name__, text=repr(float(value)))
        if value is None:
            return Value("none")
        if isinstance(value, bool):
            return Value("bool", text=str(value))
        if isinstance(value, int):
            return Value("int", text=_cut(repr(value)))
        if isinstance(value, torch.Size) and len(value) <= DIMENSIONS:
            return Value("size", shape=tuple(value), count=len(value))
        if isinstance(value, (tuple, list)) and depth < DEPTH and self._room > 0:
            kind = "list" if isinstance(value, list) else "tuple"
            return Value(kind, parts=self._parts(value, depth), count=len(value))
        if isinstance(value, dict) and depth < DEPTH and self._room > 0:
            keys = tuple(_cut(repr(key)) for key in list(value)[: self._items])
            return Value("dict", parts=self._parts(list(value.values()), depth), keys=keys, count=len(value))
        if type(value).__name__ == "Handle":
            return Value("thing", _cut(value.type_name))
        if isinstance(value, str):
            return Value("text", text=_cut(repr(value[: TEXT + 1])))
        return Value("other", type(value).__name__, text=_cut(repr(value)))

    def _parts(self, items: Any, depth: int) -> tuple[Value, ...]:
        return tuple(self.of(item, depth + 1) for item in items[: min(self._items, max(self._room, 0))])


def _tensor(kind: str, tensor: torch.Tensor, full: int) -> Value:
    shown = tensor
    if tensor.numel() > full and tensor.dim() == 1:
        shown = tensor[:COLUMNS]
    elif tensor.numel() > full:
        shown = tensor[:ROWS].reshape(min(ROWS, tensor.shape[0]), -1)[:, :COLUMNS]
    if shown.dtype.is_floating_point and shown.element_size() < 4:
        shown = shown.float()
    numbers = tuple(_number(number) for number in shown.reshape(-1).tolist())
    return Value(kind, dtype_name(tensor.dtype), tuple(tensor.shape), numbers)


def _layout(tensor: torch.Tensor) -> str:
    if tensor.is_contiguous():
        return ""
    return "transposed" if tensor.dim() == 2 and tensor.t().is_contiguous() else "strided"


def _number(number: Any) -> Number:
    """As it is, if JSON knows it."""
    if isinstance(number, (bool, int)) or (isinstance(number, float) and math.isfinite(number)):
        return number
    return str(number)


def _cut(text: str) -> str:
    return inert_line(text if len(text) <= TEXT else text[:TEXT] + "…")
