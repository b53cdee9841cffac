"""What a notebook holds of an exercise: of all cells that ran, the statements that made the last value of its names.

A student writes a function, tries it, trains and plots, and writes it again. To run all of that anew for each check
would take minutes. So the statements are gone through backwards, as a compiler finds out what is still needed.
"""

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.intake.notebook import CellReader
from grader.wire.cells import HEADER, mark

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Lambda)
ROUNDS = 50


@dataclass(frozen=True)
class _Statement:
    """One statement at the top of a cell: which names it sets for good, which it changes, and which it needs."""

    cell: int
    first: int
    last: int
    sets: frozenset[str]
    changes: frozenset[str]
    needs: frozenset[str]
    later: frozenset[str]
    """What its functions need when they are called."""
    always: bool


def held(cells: Sequence[tuple[int, str]], wanted: Collection[str]) -> tuple[str, frozenset[str]]:
    """The text of a Python file, as `grader.intake.notebook` makes one, and which names it gives values.

    Other statements are empty lines in it.
    """
    reader = CellReader()
    texts = [(number, reader.python(text)) for number, text in cells if text.strip()]
    readable = [(number, read.text) for number, read in texts if read.is_python]
    statements = [_read(place, node) for place, (_, text) in enumerate(readable) for node in ast.parse(text).body]
    kept = _needed(statements, frozenset(wanted))
    parts = [HEADER]
    for place, (number, text) in enumerate(readable):
        here = [one for one in kept if one.cell == place]
        lines = [
            line if any(one.first <= row <= one.last for one in here) else ""
            for row, line in enumerate(text.split("\n"), 1)
        ]
        if here:
            parts.append(mark(number) + "\n".join(lines) + "\n")
    return "".join(parts), frozenset().union(*(one.sets | one.changes for one in kept))


def _needed(statements: Sequence[_Statement], wanted: frozenset[str]) -> list[_Statement]:
    """Those that the values of the wanted names at the end come from."""
    at_end = wanted
    kept: list[_Statement] = []
    for _ in range(ROUNDS):
        live, kept = set(at_end), []
        for one in reversed(statements):
            if one.always or live & (one.sets | one.changes):
                kept.append(one)
                live -= one.sets
                live |= one.needs | one.later
        more = at_end.union(*(one.later for one in kept))
        if more == at_end:
            break
        at_end = more
    return kept[::-1]


def _read(cell: int, node: ast.stmt) -> _Statement:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    sets = frozenset(_set(node))
    return _Statement(
        cell,
        min([node.lineno, *(one.lineno for one in decorators)]),
        node.end_lineno or node.lineno,
        sets,
        frozenset(_changed(node)) - sets,
        frozenset(_loaded(_outside(node))),
        frozenset(name for inner in ast.walk(node) if isinstance(inner, SCOPES) for name in _loaded(ast.walk(inner))),
        isinstance(node, ast.ImportFrom) and (node.module == "__future__" or any(a.name == "*" for a in node.names)),
    )


def _set(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)
        case ast.Assign(targets=targets):
            for target in targets:
                parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
                yield from (part.id for part in parts if isinstance(part, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            yield name


def _changed(node: ast.stmt) -> Iterator[str]:
    """What else it gives values: `ANSWERS["q1"] = "a"`, `torch.manual_seed(0)`, also in a loop or under a condition."""
    if isinstance(node, ast.ClassDef):
        return
    for inner in _outside(node):
        if isinstance(inner, ast.stmt):
            yield from _set(inner)
        if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Call):
            yield from _root(inner.value.func) if isinstance(inner.value.func, ast.Attribute) else ()
        if isinstance(inner, (ast.Name, ast.Attribute, ast.Subscript)) and not isinstance(inner.ctx, ast.Load):
            yield from _root(inner)


def _root(part: ast.expr) -> Iterator[str]:
    while isinstance(part, (ast.Attribute, ast.Subscript)):
        part = part.value
    if isinstance(part, ast.Name):
        yield part.id


def _loaded(nodes: Iterator[ast.AST]) -> Iterator[str]:
    return (node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _outside(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement that run with it: not the bodies of functions."""
    yield node
    left_out: list[ast.AST] = []
    if isinstance(node, FUNCTIONS):
        left_out = [*node.body]
    elif isinstance(node, ast.Lambda):
        left_out = [node.body]
    for inner in ast.iter_child_nodes(node):
        if not any(inner is one for one in left_out):
            yield from _outside(inner)
