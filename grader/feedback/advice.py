"""What helps with an exception, a hang or a file that cannot be imported, whatever the exercise is about.

A test's hint is about a wrong value. What ended otherwise gets a sentence of its own kind from here: what Python adds
to an exception in a terminal, and what PyTorch's messages mean. A message of the student's process is hostile: it is
matched by bounded patterns, and a part of it that is said again is short.
"""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from grader.boundary.answers import StudentError
from grader.feedback.own_code import (
    attributes_of_self,
    endless_loop,
    function_named,
    names_at,
    near,
    parameters,
    unused,
)
from grader.inert import inert_line
from grader.texts import Message
from grader.wire.messages import TracebackLine

Trees = Callable[[str], ast.Module | None]
"""The syntax tree of a section's file, None where there is none."""

READ = 2_000
"""Characters of a message that are looked at."""

SHORT = 60
"""Characters of a name or a shape that are said again."""

IMPORTS = {
    "F": "import torch.nn.functional as F",
    "functional": "import torch.nn.functional as functional",
    "math": "import math",
    "nn": "from torch import nn",
    "np": "import numpy as np",
    "numpy": "import numpy",
    "optim": "from torch import optim",
    "plt": "import matplotlib.pyplot as plt",
    "platform": "import platform",
    "random": "import random",
    "sys": "import sys",
    "Tensor": "from torch import Tensor",
    "torch": "import torch",
}
"""The line that makes a usual name known."""


@dataclass(frozen=True)
class Sign:
    """A message that is understood: the exceptions, the words, whose named groups are the sentence's values, and where
    it matters, what the student's line must have in it."""

    id: str
    types: tuple[str, ...]
    words: str
    line: str = ""


SIZE = r"\d{1,12}"
SHAPE = r"[\[(][\d, ]{0,40}[\])]"
ERROR = ("RuntimeError",)

SIGNS: tuple[Sign, ...] = (
    # names
    Sign("advice_unbound", ("UnboundLocalError",), r"local variable '(?P<name>\w{1,60})'"),
    Sign("advice_not_callable", ("TypeError",), r"'[\w.]{1,60}' object is not callable"),
    # autograd
    Sign("advice_grad_is_none", ("TypeError", "AttributeError"), r"NoneType", r"\.grad\b"),
    Sign("advice_nothing_returned", ("TypeError", "AttributeError"), r"'?NoneType'?"),
    Sign("advice_no_graph", ERROR, r"does not require grad and does not have a grad_fn"),
    Sign("advice_not_one_number", ERROR, r"grad can be implicitly created only for scalar outputs"),
    Sign("advice_numpy_of_grad", ERROR, r"Can't call numpy\(\) on Tensor that requires grad"),
    Sign("advice_not_a_leaf", ("ValueError",), r"can't optimize a non-leaf Tensor"),
    Sign("advice_no_parameters", ("ValueError",), r"optimizer got an empty parameter list"),
    Sign("advice_before_init", ("AttributeError",), r"cannot assign \w{1,20} before Module\.__init__\(\) call"),
    # shapes
    Sign("advice_product", ERROR, rf"shapes cannot be multiplied \((?P<left>{SIZE}x{SIZE}) and "
         rf"(?P<right>{SIZE}x{SIZE})\)"),
    Sign("advice_broadcast", ERROR,
         rf"size of tensor a \((?P<one>{SIZE})\) must match the size of tensor b \((?P<other>{SIZE})\) "
         rf"at non-singleton dimension (?P<axis>{SIZE})"),
    Sign("advice_target", ("ValueError",),
         rf"target size \(torch\.Size\((?P<target>{SHAPE})\)\) that is different to the input size "
         rf"\(torch\.Size\((?P<prediction>{SHAPE})\)\)"),
    Sign("advice_stack", ERROR, rf"stack expects each tensor to be equal size, but got (?P<one>{SHAPE}) at entry 0 and "
         rf"(?P<other>{SHAPE}) at entry"),
    Sign("advice_cat", ERROR, rf"Sizes of tensors must match except in dimension (?P<axis>{SIZE})"),
    Sign("advice_reshape", ERROR, rf"shape '(?P<shape>\[[-\d, ]{{0,40}}\])' is invalid for input of "
         rf"size (?P<count>{SIZE})"),
    Sign("advice_item", ERROR, rf"[Tt]ensor with (?P<count>{SIZE}) elements cannot be converted to Scalar"),
    Sign("advice_few_axes", ("IndexError",), r"Dimension out of range|too many indices for tensor"),
    Sign("advice_index", ("IndexError",),
         rf"index (?P<index>-?{SIZE}) is out of bounds for dimension (?P<axis>{SIZE}) with size (?P<size>{SIZE})"),
    # dtypes
    Sign("advice_dtypes", ERROR, r"expected \w{1,12} and \w{1,12} to have the same dtype|"
         r"expected scalar type \w{1,12} but found"),
)  # fmt: skip


def advice_on(error: StudentError, exercise: str, stub: Sequence[str], trees: Trees, section: str) -> Message | None:
    """The sentence for an exception; None where nothing is known of it. `stub` are the parameters of the stub."""
    message = error.message[:READ]
    last = error.lines[-1] if error.lines else None
    tree = trees(_module(last)) if last else None
    if last is None:
        return _of_the_stub(error, message, exercise, stub, trees(section))
    if error.type == "NotImplementedError":
        return raise_left(error)
    for find in (_unknown_name, _unknown_attribute, _unknown_keyword):
        found = find(error, message, tree, last)
        if found:
            return found
    code = last.text[:READ]
    for sign in SIGNS:
        match = re.search(sign.words, message) if error.type in sign.types else None
        if match and re.search(sign.line, code):
            return Message.of(sign.id, **{name: inert_line(value, SHORT) for name, value in match.groupdict().items()})
    return None


def raise_left(error: StudentError) -> Message | None:
    """The stub's own line that still stands among lines of the student's."""
    if error.type != "NotImplementedError" or error.message or not error.lines:
        return None
    last = error.lines[-1]
    return Message.of("advice_raise_left", line=_number(last), function=inert_line(last.function, SHORT))


def advice_on_import(error: StudentError, trees: Trees) -> Message | None:
    """The sentence for a file that cannot be imported."""
    message, last = error.message[:READ], error.lines[-1] if error.lines else None
    if error.type == "SyntaxError" and last and re.search(r"'(return|yield|await)' outside", message):
        return Message.of("advice_outside", line=_number(last))
    outer = error.lines[0] if error.lines else None
    tree = trees(_module(outer)) if outer else None
    if outer and tree and outer.function == "<module>" and _is_a_trial(tree, outer.line):
        return Message.of("advice_main", line=_number(outer))
    return advice_on(error, "", (), trees, "")


def advice_on_hang(exercise: str, tree: ast.Module | None) -> Message | None:
    """The sentence for a call that never answers: the loop in which nothing changes, where there is one.

    With "" as the exercise it is for an import.
    """
    loop = endless_loop(tree, exercise)
    if loop is None:
        return None
    if not loop.names:
        return Message.of("advice_no_way_out", line=loop.line)
    names = ", ".join(f"`{inert_line(one, SHORT)}`" for one in loop.names)
    return Message.of("advice_same_forever", line=loop.line, names=names)


def advice_on_value(exercise: str, stub: Sequence[str], tree: ast.Module | None) -> Message | None:
    """The sentence for a wrong answer of a function that does not use what it is given."""
    function = function_named(tree, exercise)
    names = unused(function, stub) if function else []
    return Message.of("advice_unused", name=inert_line(names[0], SHORT)) if names else None


def _unknown_name(error: StudentError, message: str, tree: ast.Module | None, last: TracebackLine) -> Message | None:
    found = re.search(r"name '(\w{1,60})' is not defined", message) if error.type == "NameError" else None
    if not found:
        return None
    name = found[1]
    if name in IMPORTS:
        return Message.of("advice_import", name=name, code=IMPORTS[name])
    if name in attributes_of_self(tree):
        return _did_you_mean(f"self.{name}")
    other = near(name, names_at(tree, last.line))
    return _did_you_mean(other) if other else Message.of("advice_unknown_name", name=inert_line(name, SHORT))


OBJECTS: dict[str, object] = {"Tensor": torch.Tensor, "torch": torch, "torch.nn": torch.nn, "torch.optim": torch.optim,
                              "torch.nn.functional": torch.nn.functional, "str": str, "list": list, "float": float,
                              "tuple": tuple, "dict": dict, "int": int}  # fmt: skip
"""What a message can name whose attributes are known."""


def _unknown_attribute(
    error: StudentError, message: str, tree: ast.Module | None, last: TracebackLine
) -> Message | None:
    words = r"(?:module )?'([\w.]{1,60})'(?: object)? has no attribute '(\w{1,60})'"
    found = re.search(words, message) if error.type == "AttributeError" else None
    if not found or found[1] == "NoneType":
        return None
    known = OBJECTS.get(found[1])
    names = attributes_of_self(tree) if known is None else (one for one in dir(known) if not one.startswith("_"))
    other = near(found[2], sorted(names) if known else names)
    if other:
        return _did_you_mean(other)
    id = "advice_no_attribute_of_number" if found[1] in ("float", "int") else "advice_no_attribute"
    return Message.of(id, type=inert_line(found[1], SHORT), name=inert_line(found[2], SHORT))


def _unknown_keyword(error: StudentError, message: str, tree: ast.Module | None, last: TracebackLine) -> Message | None:
    """A call in the student's own code that does not fit the function that it calls."""
    if error.type != "TypeError":
        return None
    if found := re.match(r"([\w.]{1,60})\(\) got an unexpected keyword argument '(\w{1,60})'", message):
        function = function_named(tree, found[1].split(".")[0])
        other = near(found[2], parameters(function)) if function else ""
        if other:
            return _did_you_mean(other)
        return Message.of("advice_no_parameter", function=inert_line(found[1], SHORT), name=inert_line(found[2], SHORT))
    if found := re.match(r"([\w.]{1,60})\(\) (missing \d|takes )", message):
        function = function_named(tree, found[1].split(".")[0])
        if function:
            given = ", ".join(inert_line(name, SHORT) for name in parameters(function)[:8])
            return Message.of("advice_takes", function=inert_line(function.name, SHORT), parameters=given)
    return None


def _of_the_stub(
    error: StudentError, message: str, exercise: str, stub: Sequence[str], tree: ast.Module | None
) -> Message | None:
    """A keyword that the stub has, and the student's function does not."""
    found = re.match(r"[\w.<>]{1,80}\(\) got an unexpected keyword argument '(\w{1,60})'", message)
    function = function_named(tree, exercise)
    if error.type != "TypeError" or not found or found[1] not in stub or function is None:
        return None
    others = [name for name in parameters(function) if name not in stub and name != "self"]
    place = [name for name, expected in zip(parameters(function), stub, strict=False) if expected == found[1]]
    instead = near(found[1], others) or next((name for name in place if name in others), "")
    if instead:
        return Message.of("advice_renamed", name=found[1], own=inert_line(instead, SHORT))
    return Message.of("advice_left_out", name=found[1])


def _is_a_trial(tree: ast.Module, line: int) -> bool:
    """Whether the line belongs to a statement at the top of the file that calls something, and defines nothing."""
    statement = next((one for one in tree.body if one.lineno <= line <= (one.end_lineno or 0)), None)
    defines = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    if statement is None or isinstance(statement, defines):
        return False
    before = [part for part in tree.body if part.lineno < statement.lineno]
    return any(isinstance(part, defines[:3]) for part in before) and any(
        isinstance(node, ast.Call) for node in ast.walk(statement)
    )


def _did_you_mean(name: str) -> Message:
    return Message.of("advice_did_you_mean", name=inert_line(name, SHORT))


def _module(line: TracebackLine) -> str:
    return line.file.removesuffix(".py")


def _number(line: TracebackLine) -> int:
    return max(0, min(line.line, 10**7))
