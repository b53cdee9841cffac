"""The part of a student's file that an exercise is made of."""

import ast
import textwrap

from grader.suite.reading.meaning import Meaning, TooMuch
from grader.suite.reading.reach import Reach
from grader.suite.reading.source import Source


def with_helpers(source: Source, name: str) -> str:
    """The source of `name` and of what it uses in the same file, in the file's order; "" where there is none."""
    reach = Reach(Meaning({}))
    try:
        for _ in reach.walk(source, name):
            pass
    except TooMuch:
        return source.text
    spans = sorted({_span(node) for _, node in reach.reached})
    kept: list[str] = []
    end = 0
    for first, last in spans:
        if last > end:
            kept.append(textwrap.dedent("\n".join(source.lines[max(first - 1, end) : last])))
            end = last
    return "\n\n".join(kept)


def _span(node: ast.AST) -> tuple[int, int]:
    """The first and the last line of a statement, its decorators included."""
    decorators = [mark.lineno for mark in getattr(node, "decorator_list", [])]
    first = int(getattr(node, "lineno", 1))
    return min([first, *decorators]), int(getattr(node, "end_lineno", first))
