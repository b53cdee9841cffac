"""The part of a student's file that an exercise is made of."""

import ast
import textwrap

from grader.forbidden.bindings import SCOPES
from grader.forbidden.lookup import Lookup, Scope, TooMuch
from grader.forbidden.source import ParsedSource


def with_helpers(source: ParsedSource, name: str) -> str:
    """The source of `name` and of what it uses in the same file, in the file's order; "" where there is none."""
    reached = reached_by(source, name)
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
    return {node.name for node in reached_by(source, name) or () if isinstance(node, definitions)} - {name}


def reached_by(source: ParsedSource, name: str) -> list[ast.AST] | None:
    """What binds, or puts something into, the names that `name` uses; None where that would take too long to say."""
    lookup, top = Lookup({}), Scope(source)
    reached: dict[ast.AST, None] = {}
    names: set[str] = set()
    todo: list[tuple[ast.AST, Scope]] = [(ast.Name(name, ast.Load()), top)]
    try:
        while todo:
            node, scope = todo.pop()
            lookup.step()
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found = [binding for binding, home in lookup.bindings(node.id, scope) if home.outer is None]
                if found and node.id not in names:
                    names.add(node.id)
                    new = [one.statement for one in [*found, *source.names.stores.get(node.id, ())]]
                    todo.extend((one, top) for one in new if one not in reached)
                    reached.update(dict.fromkeys(new))
            within = scope.inside(node) if isinstance(node, SCOPES) else scope
            notes = (getattr(node, "annotation", None), getattr(node, "returns", None))
            todo.extend((part, within) for part in ast.iter_child_nodes(node) if part not in notes)
    except TooMuch:
        return None
    return [*reached]


def _span(node: ast.AST) -> tuple[int, int]:
    """The first and the last line of a statement, its decorators included."""
    decorators = [mark.lineno for mark in getattr(node, "decorator_list", [])]
    first = int(getattr(node, "lineno", 1))
    return min([first, *decorators]), int(getattr(node, "end_lineno", first))
