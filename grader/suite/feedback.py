"""What a failing test says: the call, what was expected, what came, and the difference that matters."""

import ast
from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import groupby
from typing import Any

from grader.boundary.answers import StudentError
from grader.boundary.lines import Log
from grader.boundary.proxy import Call, Handle
from grader.forbidden import Use
from grader.inert import CUT, inert
from grader.suite.mismatch import Mismatch
from grader.suite.show import show

ONE_LINE = 58  # of expected, got and note, so that with the words between them they fit on a screen of 80 columns
MOST_USES = 3
LONG_CALL = 400
LONG_ERROR = 1000  # so that a message of theirs leaves room for the lines that it came from


def call_text(call: Call, parameters: list[str]) -> str:
    """A call as a student would type it, with the names of its parameters where they are known."""
    names = parameters[: len(call.args)] if len(parameters) >= len(call.args) else []
    positional = [
        f"{name}={_argument(value)}" if name else _argument(value)
        for name, value in zip(names or [""] * len(call.args), call.args, strict=True)
    ]
    text = (
        f"{call.name}({', '.join(positional + [f'{name}={_argument(value)}' for name, value in call.kwargs.items()])})"
    )
    return text if len(text) <= LONG_CALL else text[:LONG_CALL] + "…"


def _argument(value: Any) -> str:
    return f"<{value.type_name}>" if isinstance(value, Handle) else show(value)


def last_call(log: Log, tree: ast.Module | None) -> str:
    """The last call of an example on the submission: the one whose answer was judged."""
    if not log.calls:
        return ""
    call = log.calls[-1][0]
    return call_text(call, parameters_of(tree, call.name))


def parameters_of(tree: ast.Module | None, name: str) -> list[str]:
    """The names of a function's positional parameters, as the student wrote them; empty where unknown."""
    for statement in reversed(tree.body if tree else []):
        if isinstance(statement, ast.ClassDef) and statement.name == name:
            inner = [part for part in statement.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
            return [argument.arg for argument in inner[-1].args.args[1:]] if inner else []
        if isinstance(statement, ast.FunctionDef) and statement.name == name:
            return [argument.arg for argument in [*statement.args.posonlyargs, *statement.args.args]]
    return []


def mismatch_text(found: Mismatch) -> str:
    """Expected and got, on one line where they are short."""
    note = _note(found)
    if len(found.expected) + len(found.got) + len(note) <= ONE_LINE:
        text = f"expected {found.expected}    got {found.got}{note}"
    else:
        text = f"expected {found.expected}\ngot      {found.got}" + (f"\n{note.strip()}" if note else "")
    return text + (f"\n{found.slip}" if found.slip else "")


def _note(found: Mismatch) -> str:
    """Where the difference is and what it looks like, in brackets: (at [1][0, 2]: 3. expected, 4. came)."""
    place = found.place and f"at {found.place}"
    if place and found.difference.startswith("at ["):
        notes = place + found.difference.removeprefix("at ")
    else:
        notes = ", ".join(filter(None, [place, found.difference]))
    return notes and f"    ({notes})"


def error_text(error: StudentError) -> str:
    """A student's exception with the lines of theirs that it came through."""
    message = error.message if len(error.message) <= LONG_ERROR else error.message[:LONG_ERROR] + CUT
    lines = [": ".join(filter(None, [error.type, message]))]
    for line, same in groupby(error.lines):
        where = f"{line.file}, line {line.line}" + (f", in {line.function}" if line.function else "")
        lines.append(f"  {where}" + "".join(f"\n    {text}" for text in line.text.split("\n") if text.strip()))
        if sum(1 for _ in same) > 1:
            lines.append("  and so on: it calls itself")
    return "\n".join(lines)


def forbidden_text(uses: Sequence[Use], ran: bool = False, blinded: bool = False) -> str:
    """What is said of forbidden uses: in the source, that ran, or that a blinded log may hide; a line each."""
    lines = []
    for use in uses[:MOST_USES]:
        where = ", ".join(filter(None, [use.file, f"line {use.line}" if use.line else ""]))
        shown = f"`{use.code or use.operation}`"
        if blinded:
            what = f"{shown} could hide a forbidden call, so it cannot be checked; call the function by its own name"
        elif ran:
            what = f"`{use.operation}` runs here, and does the whole exercise in one call; write it yourself"
        else:
            known = fnmatchcase(use.code.lower(), f"*{use.operation.rpartition('.')[2].lower()}*")
            which = shown if known else f"{shown} is `{use.operation}`, which"
            what = f"{which} does the whole exercise in one call; write it yourself"
        lines.append(": ".join(filter(None, [where, what])))
    more = [f"and {len(uses) - MOST_USES} more"] if len(uses) > MOST_USES else []
    return compose(*lines, *more)


def compose(*parts: str) -> str:
    """The message, inert and bounded."""
    return inert("\n".join(part for part in parts if part))
