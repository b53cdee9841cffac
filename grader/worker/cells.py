"""A notebook's cells, run one after the other: what one of them raises ends that cell alone."""

import ast
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from grader.wire.messages import EndedCell
from grader.worker.failures import NAME, plain


@dataclass(frozen=True)
class Ended:
    """What ended a cell, and the names that would have had a value at its end."""

    number: int
    error: BaseException
    traceback: TracebackType | None
    names: frozenset[str]

    @property
    def told(self) -> EndedCell:
        """The same as a message."""
        own = f"code cell {self.number}"
        lines = [line for frame, line in traceback.walk_tb(self.traceback) if frame.f_code.co_name == own]
        line = lines[0] if lines else getattr(self.error, "lineno", 0)
        return EndedCell(self.number, line if isinstance(line, int) else 0, plain(type(self.error).__name__, NAME))


def run_cells(text: str, filename: str, marks: Sequence[tuple[int, int]], names: dict[str, Any]) -> list[Ended]:
    """Run the statements in `names`. In a traceback, a cell's number stands where the name of a function does."""
    names.setdefault("display", print)  # as every notebook has it
    ended = []
    for number, statements in _by_cell(ast.parse(text, filename).body, marks):
        try:
            code = compile(ast.Module(statements, []), filename, "exec", dont_inherit=True)
            exec(code.replace(co_name=f"code cell {number}"), names)  # the student's own code, in their own process
        except (Exception, SystemExit) as error:
            ended.append(Ended(number, error, error.__traceback__, frozenset(_bound(statements))))
    return ended


def _by_cell(statements: list[ast.stmt], marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[ast.stmt]]]:
    for place, (number, line) in enumerate(marks):
        end = marks[place + 1][1] if place + 1 < len(marks) else float("inf")
        yield number, [one for one in statements if line < _first_line(one) < end]


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _bound(statements: list[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            elif isinstance(node, ast.alias):
                yield (node.asname or node.name).partition(".")[0]
