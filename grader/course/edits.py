"""A change of one exercise in the reference, as text: what stands there, and what stands there instead.

The text is looked for in the exercise's own source, without docstrings and comments, and has to stand there exactly
once: a change that could mean two places means neither.
"""

import ast
import io
import textwrap
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass

from grader.texts import Message

Pair = tuple[str, str]
Change = str | Sequence[Pair]
"""A new body, or texts and what takes their places, all at once."""

LONGEST = 60
"""Characters that a name shows of one text."""


class WrongChange(ValueError):
    """A change that cannot be made; `message` says why, and what to do."""

    def __init__(self, id: str, **values: str | int) -> None:
        super().__init__(id, values)
        self.message = Message.of(id, **values)


@dataclass(frozen=True)
class Definition:
    """A function, class or value of the reference, without docstrings and comments; `head` is before the body."""

    name: str
    head: str
    text: str


def find_definition(source: str, name: str) -> Definition | None:
    """The definition of `name` at the top of a module, None where there is none."""
    for part in ast.parse(source).body:
        start, end = _span(source, part)
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)) and part.name == name:
            text = _bare(source[start:end])
            bare = ast.parse(text).body[0]
            assert isinstance(bare, (ast.FunctionDef, ast.ClassDef))
            return Definition(name, text[: _span(text, bare.body[0])[0]], text)
        if isinstance(part, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in part.targets):
            return Definition(name, "", _bare(source[start:end]))
    return None


def changed(definition: Definition, change: Change) -> str:
    """The definition's source with the change made. Raises `WrongChange`."""
    if not isinstance(change, str):
        text = _replaced(definition, change)
    elif definition.head:
        text = f"{definition.head.rstrip()}\n{textwrap.indent(change, ' ' * 4)}"
    else:
        text = f"{definition.name} = {change}"
    try:
        made = ast.dump(ast.parse(text))
    except SyntaxError as wrong:
        raise WrongChange("change_no_python", name=definition.name, problem=wrong.msg) from None
    if made == ast.dump(ast.parse(definition.text)):
        raise WrongChange("change_no_difference", name=definition.name)
    return text


def name_of(change: Change) -> str:
    """A change on one line, for people."""
    if isinstance(change, str):
        return _short(change)
    return ", ".join(f"{_short(old)} → {_short(new) or 'nothing'}" for old, new in change)


def _bare(text: str) -> str:
    """The source of one statement without docstrings and comments, and without the lines that hold nothing else."""
    lines = text.split("\n")
    cuts = [
        (_offset(lines, *token.start, in_bytes=False), _offset(lines, *token.end, in_bytes=False))
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    ]
    for part in ast.walk(ast.parse(text)):
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(part) is not None and part.body[1:]:
            cuts.append(_span(text, part.body[0]))
    for start, end in sorted(cuts, reverse=True):
        before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
        text = before + (after[1:] if before.endswith("\n") and after.startswith("\n") else after)
    return text


def _replaced(definition: Definition, pairs: Sequence[Pair]) -> str:
    """The text with all changes made, each looked for in the text as it was."""
    text, done = "", 0
    for start, old, new in sorted((_place(definition, old), old, new) for old, new in pairs):
        if start < done:
            raise WrongChange("changes_overlap", name=definition.name, text=repr(old))
        text += definition.text[done:start] + new
        done = start + len(old)
    return text + definition.text[done:]


def _place(definition: Definition, old: str) -> int:
    count = definition.text.count(old) if old else 0
    if count == 0:
        raise WrongChange("change_of_nothing", name=definition.name, text=repr(old))
    if count > 1:
        raise WrongChange("change_of_many", name=definition.name, text=repr(old), count=count)
    return definition.text.index(old)


def _span(source: str, part: ast.stmt) -> tuple[int, int]:
    """Where a statement starts, its decorators included, and where it ends: the syntax tree counts lines and bytes."""
    first: ast.stmt | ast.expr = part
    if isinstance(part, (ast.FunctionDef, ast.ClassDef)) and part.decorator_list:
        first = part.decorator_list[0]
    lines = source.split("\n")
    at_mark = 0 if first is part else len("@")
    start = _offset(lines, first.lineno, first.col_offset) - at_mark
    return start, _offset(lines, part.end_lineno or 0, part.end_col_offset or 0)


def _offset(lines: Sequence[str], line: int, column: int, in_bytes: bool = True) -> int:
    before = len(lines[line - 1].encode()[:column].decode()) if in_bytes else column
    return sum(len(one) + 1 for one in lines[: line - 1]) + before


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
