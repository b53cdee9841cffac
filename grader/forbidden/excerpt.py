"""The part of a student's file that an exercise is made of."""

import ast
import textwrap

from grader.forbidden.source import ParsedSource
from grader.forbidden.walk import TooMuch, Walk


def with_helpers(source: ParsedSource, name: str) -> str:
    """The source of `name` and of what it uses in the same file, in the file's order; "" where there is none."""
    reached = _reached(source, name)
    if reached is None:
        return source.text
    spans = sorted({_span(node) for node in reached})
    kept: list[str] = []
    end = 0
    for first, last in spans:
        if last > end:
            kept.append(textwrap.dedent("\n".join(source.lines[max(first - 1, end) : last])))
            end = last
    return "\n\n".join(kept)


def uses_of(source: ParsedSource, name: str) -> set[str]:
    """The functions and classes of the same file that `name` uses, helpers of helpers included."""
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in _reached(source, name) or () if isinstance(node, definitions)} - {name}


def _reached(source: ParsedSource, name: str) -> list[ast.AST] | None:
    """What binds the names that `name` uses; None where that would take too long to say."""
    walk = Walk(source, {})
    try:
        for _ in walk.run(name):
            pass
    except TooMuch:
        return None
    return [node for _, node in walk.reached]


def _span(node: ast.AST) -> tuple[int, int]:
    """The first and the last line of a statement, its decorators included."""
    decorators = [mark.lineno for mark in getattr(node, "decorator_list", [])]
    first = int(getattr(node, "lineno", 1))
    return min([first, *decorators]), int(getattr(node, "end_lineno", first))
