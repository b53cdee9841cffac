"""A student's file as a syntax tree, or the one problem that keeps it from being one.

The file is only ever parsed: it is not imported, not run and not compiled to code. A look at the text first keeps away
what would take the parser too deep.
"""

import ast
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from grader.forbidden.bindings import FileNames, read_names
from grader.intake.nesting import too_deep
from grader.texts import say

MAX_CHARACTERS = 256 * 1024
MAX_TOGETHER = 2 * MAX_CHARACTERS
"""Of one file, and of a submission's files together."""

MAX_SHOWN = 100
"""Characters of a line that are shown."""

LINES = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be read: `line` and `column` count from 1, `column` is 0 where it is not known."""

    line: int
    text: str
    message: str
    column: int = 0

    def __str__(self) -> str:
        """The message, the line and a caret under the column."""
        start = max(0, self.column - MAX_SHOWN // 2)
        shown = self.text[start : start + MAX_SHOWN].replace("\t", " ")
        caret = [" " * (self.column - 1 - start) + "^"] if 0 < self.column <= len(self.text) + 1 else []
        parts = [f"line {self.line}: {self.message}", *([shown, *caret] if shown.strip() else [])]
        return "\n    ".join(parts)


@dataclass(frozen=True, eq=False)
class ParsedSource:
    """The text of a student's file and its name; parsed once, when it is first asked for."""

    text: str
    name: str
    most: int = MAX_CHARACTERS

    @property
    def tree(self) -> ast.Module | None:
        """The syntax tree, None where there is a `problem`."""
        return self._parsed if isinstance(self._parsed, ast.Module) else None

    @property
    def problem(self) -> Problem | None:
        """What is wrong with the file, None where it has a `tree`."""
        return self._parsed if isinstance(self._parsed, Problem) else None

    @cached_property
    def names(self) -> FileNames:
        """Which name is bound where; nothing in a file that has a `problem`. Read once for all exercises."""
        return read_names(self.tree or ast.Module(body=[], type_ignores=[]))

    @cached_property
    def lines(self) -> list[str]:
        """The lines as Python counts them, without a byte order mark."""
        return LINES.split(self.text.removeprefix("\ufeff"))

    def segment(self, node: ast.AST) -> str:
        """The source of a node on one line, at most `MAX_SHOWN` characters."""
        line, start = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
        last, end = getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)
        rows = [row.encode() for row in self.lines[line - 1 : min(last, line + 5)]] or [b""]
        if last == line + len(rows) - 1:
            rows[-1] = rows[-1][:end]
        rows[0] = rows[0][start:]
        return _short(b" ".join(rows).decode(errors="replace"))

    def line(self, number: int) -> str:
        """A line, counted from 1, without what it is indented by, and at most `MAX_SHOWN` characters of it."""
        return _short(self.lines[number - 1][: 100 * MAX_SHOWN])

    @cached_property
    def _parsed(self) -> ast.Module | Problem:
        text = self.text.removeprefix("\ufeff")
        found = _refusal(text, min(self.most, MAX_CHARACTERS)) or _parse(text)
        if isinstance(found, ast.Module):
            return found
        line, column, message = found
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Problem(line, shown[: 100 * MAX_SHOWN], message, column)


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= MAX_SHOWN else shown[: MAX_SHOWN - 1] + "…"


def read_sources(files: Iterable[tuple[str, str, str]]) -> dict[str, ParsedSource]:
    """The files of a submission by module, each given as module, file name and text; bounded together."""
    left = MAX_TOGETHER
    found: dict[str, ParsedSource] = {}
    for module, name, text in files:
        found[module] = ParsedSource(text, name, left)
        left -= len(text) if len(text) <= left else 0
    return found


Trouble = tuple[int, int, str]
"""A line, a column and what is wrong there."""


def _refusal(text: str, most: int) -> Trouble | None:
    """Why a text is not even given to the parser."""
    if len(text) > most:
        return 1, 0, say("unread_large", one=MAX_CHARACTERS // 1024, all=MAX_TOGETHER // 1024)
    if "\0" in text:
        return text.count("\n", 0, text.index("\0")) + 1, 0, say("unread_null")
    line = too_deep(text)
    return (line, 0, say("unread_deep")) if line else None


def _parse(text: str) -> ast.Module | Trouble:
    try:
        # An odd escape in a string is a warning, and warnings may be errors where we are called.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 1, max(error.offset or 0, 0), error.msg
    except (RecursionError, MemoryError):
        return 1, 0, say("unread_deep")
    except ValueError as error:
        return 1, 0, say("unread_no_text", error=type(error).__name__)
