"""A `Value` as a student reads it: a small tensor in full, a large one by its shape and first rows."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from grader.failure import Number, Value
from grader.texts import Translator

FULL = 24
ROWS = 3
ITEMS = 8
TEXT = 200
DIGITS = 7
"""As many as tell a float32 apart from its neighbours."""
MORE_DIGITS = (DIGITS, 9, 12, 17)
DEPTH = 8

USUAL = {"tensor": ("float32", "int64", "bool"), "array": ("float64", "float32", "int64", "bool")}
"""Dtypes that go without saying."""

FORMS = ("float", "int", "bool", "text", "size")


def show(value: Value, translator: Translator, digits: int = DIGITS, depth: int = 0) -> str:
    """The value in a line."""
    if value.kind == "tensor":
        return _tensor(value, translator, digits)
    if value.kind == "array":
        return f"np.array({_tensor(value, translator, digits)})"
    if value.kind == "float":
        return _float(value.text, digits)
    if value.kind == "size":
        parts = value.shape or [show(part, translator, digits, depth + 1) for part in value.parts[:ITEMS]]
        return f"torch.Size([{', '.join(map(str, parts))}])"
    if value.kind in ("list", "tuple", "dict") and depth < DEPTH:
        return _container(value, translator, digits, depth)
    if value.kind == "none":
        return "None"
    if value.kind == "exception":
        return ": ".join(filter(None, [value.type, value.text]))
    if value.kind == "thing":
        return translator.say("form_thing", type=value.type)
    return value.text if len(value.text) <= TEXT else value.text[:TEXT] + "…"


def form(value: Value, translator: Translator) -> str:
    """What sort of thing a value is: "a (3, 1) tensor of float32", "a float", "None"."""
    say = translator.say
    if value.kind == "tensor" and not value.shape:
        return say("form_tensor_0d", dtype=value.type)
    if value.kind in ("tensor", "array"):
        return say(f"form_{value.kind}", shape=value.shape, dtype=value.type)
    if value.kind in ("list", "tuple", "dict"):
        return say(f"form_{value.kind}", count=_count(value))
    if value.kind == "float" and value.type not in ("", "float", "float64"):
        return say("form_instance", type=f"numpy.{value.type}")  # not a Python float, and its digits may be the same
    if value.kind in FORMS:
        return say(f"form_{value.kind}")
    if value.kind in ("none", "exception"):
        return show(value, translator)
    if value.kind == "instance":
        return say("form_instance", type=value.type)
    return say("form_thing", type=value.type) if value.type else say("form_unknown")


def typed(value: Value, translator: Translator, digits: int = DIGITS) -> str:
    """What sort of thing it is, and the value itself where there is more to say."""
    sort = form(value, translator)
    if value.kind in ("none", "exception", "thing") or only_a_form(value):
        return sort
    if value.kind == "tensor":  # its form names the dtype already
        value = replace(value, type="float32")
    shown = show(value, translator, digits)
    return translator.say("typed", form=sort, value=shown) if shown else sort


def only_a_form(value: Value) -> bool:
    """Whether it stands for all tensors of its shape and dtype."""
    return value.kind in ("tensor", "array") and not value.numbers and math.prod(value.shape) > 0


def number(value: Number, digits: int = DIGITS) -> str:
    """One number of a tensor: `3.`, `0.1`, `7`, `nan`."""
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.{digits}g}"
    return text if any(char in text for char in ".en") else text + "."


def _float(text: str, digits: int) -> str:
    """A Python float: `3.0`."""
    try:
        short = number(float(text), digits)
    except ValueError:
        return text[:TEXT]
    return short + "0" if short.endswith(".") else short


def _count(value: Value) -> int:
    return max(value.count, len(value.parts))


def _container(value: Value, translator: Translator, digits: int, depth: int) -> str:
    items = [show(part, translator, digits, depth + 1) for part in value.parts[:ITEMS]]
    if value.kind == "dict":
        items = [f"{key}: {item}" for key, item in zip(value.keys, items, strict=False)]
    inside, count = ", ".join(items), _count(value)
    if count > len(items):
        inside = translator.say("items_and_more", items=inside, count=count)
    if value.kind == "tuple":
        return f"({inside},)" if count == 1 else f"({inside})"
    return f"[{inside}]" if value.kind == "list" else f"{{{inside}}}"


def _tensor(value: Value, translator: Translator, digits: int) -> str:
    dtype = "" if value.type in USUAL[value.kind] else value.type
    note = f" ({dtype})" if dtype else ""
    size = math.prod(value.shape)
    if only_a_form(value):
        return form(value, translator)
    if size == 0:
        return translator.say("tensor_empty", shape=value.shape) + note
    if size <= FULL:
        return _nested(iter(value.numbers), value.shape, digits) + note
    if len(value.shape) == 1:
        items = ", ".join(number(each, digits) for each in value.numbers[:ITEMS])
        return f"[{translator.say('items_and_more', items=items, count=size)}]{note}"
    first = (min(ROWS, value.shape[0]), min(ITEMS, size // value.shape[0]))
    rows = _nested(iter(value.numbers), first, digits)
    return translator.say("tensor_large_of" if dtype else "tensor_large", shape=value.shape, dtype=dtype, rows=rows)


def _nested(numbers: Iterator[Number], shape: Sequence[int], digits: int) -> str:
    """The numbers in brackets, row by row."""
    if not shape:
        return "".join(number(each, digits) for each in islice(numbers, 1))
    return f"[{', '.join(_nested(numbers, shape[1:], digits) for _ in range(shape[0]))}]"
