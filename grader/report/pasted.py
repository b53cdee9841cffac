"""A `Value` as Python that can be pasted, such as `torch.tensor([[1., 2.]])`; one that is too large, in words."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from grader.failure import Call, Number, Value
from grader.report.values import only_a_form, show
from grader.texts import Translator

PLAIN = {"tensor": ("float32", "int64", "bool", "complex64"), "array": ("float64", "int64", "bool", "complex128")}
"""The dtypes that `torch.tensor` and `np.array` give by themselves."""
ODD = {"nan": "nan", "inf": "inf", "-inf": "-inf"}
"""Numbers that need the name of a library in front."""
CONTAINERS = {"list": "[{}]", "tuple": "({})", "dict": "{{{}}}"}


def pasted(value: Value, translator: Translator) -> str:
    """The value as Python, or in words where that is not possible."""
    if value.kind == "thing":
        return f"<{value.type}>"
    if not is_whole(value):
        return show(value, translator)
    return _python(value)


def is_whole(value: Value) -> bool:
    """Whether nothing of the value was left out, so that it can be written as Python."""
    if value.kind in ("tensor", "array"):
        return not only_a_form(value) and math.prod(value.shape) == len(value.numbers)
    if value.kind in CONTAINERS:
        return value.count == len(value.parts) and all(map(is_whole, value.parts))
    return value.kind in ("float", "int", "bool", "none", "size") or (value.kind == "text" and "…" not in value.text)


def call_as_python(call: Call, translator: Translator) -> str:
    """The call, with the names of its parameters where they are known."""
    arguments = (
        f"{name}={pasted(value, translator)}" if name else pasted(value, translator) for name, value in call.arguments
    )
    return f"{call.function}({', '.join(arguments)})"


def _python(value: Value) -> str:
    if value.kind == "tensor":
        return _tensor(value)
    if value.kind == "array":
        return f"np.array({_nested(iter(value.numbers), value.shape, value, 'np.')}{_dtype(value, 'np.')})"
    if value.kind == "float":
        return f'float("{value.text}")' if value.text in ODD else value.text
    if value.kind == "size":
        return f"torch.Size([{', '.join(map(str, value.shape))}])"
    if value.kind in CONTAINERS:
        items = [_python(part) for part in value.parts]
        if value.kind == "dict":
            items = [f"{key}: {item}" for key, item in zip(value.keys, items, strict=True)]
        comma = "," if value.kind == "tuple" and len(items) == 1 else ""
        return CONTAINERS[value.kind].format(", ".join(items) + comma)
    return "None" if value.kind == "none" else value.text


def _tensor(value: Value) -> str:
    """A transposed one is written as it lies in memory, and then transposed."""
    grad = ".requires_grad_()" if value.requires_grad else ""
    if value.layout == "transposed":
        rows, columns = value.shape
        turned = [value.numbers[row * columns + column] for column in range(columns) for row in range(rows)]
        return f"torch.tensor({_nested(iter(turned), (columns, rows), value, 'torch.')}{_dtype(value)}).t(){grad}"
    if math.prod(value.shape) == 0:
        return f"torch.zeros({value.shape}{_dtype(value, usual=('float32',))}){grad}"
    return f"torch.tensor({_nested(iter(value.numbers), value.shape, value, 'torch.')}{_dtype(value)}){grad}"


def _dtype(value: Value, library: str = "torch.", usual: Sequence[str] | None = None) -> str:
    return "" if value.type in (usual or PLAIN[value.kind]) else f", dtype={library}{value.type}"


def _nested(numbers: Iterator[Number], shape: Sequence[int], value: Value, library: str) -> str:
    """The numbers in brackets, row by row."""
    if not shape:
        return "".join(_number(each, value.type, library) for each in islice(numbers, 1))
    return f"[{', '.join(_nested(numbers, shape[1:], value, library) for _ in range(shape[0]))}]"


def _number(number: Number, dtype: str, library: str) -> str:
    """One number, with as many digits as it takes to get it back: `3.`, `0.1`."""
    if isinstance(number, str):
        return f"-{library}inf" if number == "-inf" else f"{library}{number}" if number in ODD else number
    if not isinstance(number, float):
        return str(number)
    text = str(float(number) if dtype == "float64" else np.float32(number))
    return text[:-1] if text.endswith(".0") else text
