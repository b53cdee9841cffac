"""What a student's source says by itself about how it ended: names that are near, endless loops, unused parameters.

It is only ever read as a syntax tree, and only so many nodes of it are looked at.
"""

import ast
import builtins
import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

MOST_NODES = 50_000
MOST_NAMES = 2_000
"""More than torch has."""

LONGEST = 60
"""Characters of a name; a longer one is nobody's typing error."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
BINDS = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Loop:
    """A `while` that does not end by itself: its line, and the names in its condition; none for `while True`."""

    line: int
    names: tuple[str, ...] = ()


def near(name: str, names: Iterable[str]) -> str:
    """The one of these names that was probably meant, "" where none is close: a letter's case first, then spelling."""
    others = [other for other in islice(dict.fromkeys(names), MOST_NAMES) if other != name and len(other) <= LONGEST]
    if len(name) > LONGEST:
        return ""
    same = [other for other in others if other.lower() == name.lower()]
    found = same or (difflib.get_close_matches(name, others, n=1, cutoff=0.7) if len(name) > 2 else [])
    return found[0] if found else ""


def function_at(tree: ast.Module | None, line: int) -> Function | None:
    """The innermost function whose lines this line is among."""
    around = [node for node in _nodes(tree) if isinstance(node, Function) and _holds(node, line)]
    return max(around, key=lambda node: node.lineno, default=None)


def function_named(tree: ast.Module | None, name: str) -> Function | None:
    """The function of that name at the top of the file; of a class its `__init__`."""
    for part in reversed(tree.body if tree else []):
        if isinstance(part, ast.ClassDef) and part.name == name:
            inner = [one for one in part.body if isinstance(one, Function) and one.name == "__init__"]
            return inner[-1] if inner else None
        if isinstance(part, Function) and part.name == name:
            return part
    return None


def parameters(function: Function) -> list[str]:
    """The names of all parameters that a caller can name."""
    given = function.args
    return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def names_at(tree: ast.Module | None, line: int) -> Iterator[str]:
    """The names that code in a line can use: the function's own first, then the file's, then Python's."""
    function = function_at(tree, line)
    if function:
        yield from parameters(function)
        yield from _bound(_nodes(function))
    yield from _bound(part for statement in (tree.body if tree else []) for part in _top(statement))
    yield from (name for name in dir(builtins) if not name.startswith("_"))


def attributes_of_self(tree: ast.Module | None) -> Iterator[str]:
    """The names that the file's classes give to things of their own: `self.layer = …`, and their methods."""
    for node in _nodes(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value):
            yield node.attr
        elif isinstance(node, ast.ClassDef):
            yield from (part.name for part in node.body if isinstance(part, Function))


def endless_loop(tree: ast.Module | None, name: str) -> Loop | None:
    """The first `while` that nothing in it ends, in a function or class and those of the file that it uses.

    With "" as the name it is one outside of all functions.
    """
    parts = {part.name: part for part in (tree.body if tree else []) if isinstance(part, NAMED)}
    if not name:
        return _first_endless(node for part in (tree.body if tree else []) for node in _top(part))
    reached, ahead = {name}, [name]
    while ahead:
        part = parts.get(ahead.pop())
        if loop := _first_endless(_nodes(part)):
            return loop
        used = {node.id for node in _nodes(part) if isinstance(node, ast.Name)} & parts.keys()
        ahead += sorted(used - reached)
        reached |= used
    return None


def unused(function: Function, expected: Collection[str]) -> list[str]:
    """Those of the expected parameters that the function has, and that it never reads, or overwrites before it does.

    Nothing where code in it may read names that nobody sees.
    """
    reads: dict[str, int] = {}
    for node in _nodes(function):
        if isinstance(node, ast.Name) and node.id in ("locals", "eval", "exec", "vars"):
            return []
        for name in _read(node):
            reads[name] = min(reads.get(name, node.lineno), node.lineno)  # type: ignore[attr-defined]
    own = [name for name in parameters(function) if name in expected]
    return [name for name in own if name not in reads or _is_overwritten(function, name, reads[name])]


def _is_overwritten(function: Function, name: str, read: int) -> bool:
    """Whether a statement gives the parameter another value before it is first read, whatever the call."""
    for statement in function.body:
        if statement.lineno >= read:
            return False
        if isinstance(statement, ast.Assign) and name in _bound(_nodes(statement)):
            return not any(name in _read(node) for node in _nodes(statement))
    return False


def _read(node: ast.AST) -> tuple[str, ...]:
    """The name whose value a node uses."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
        return (node.id,)
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        return (node.target.id,)
    return ()


def _first_endless(nodes: Iterable[ast.AST]) -> Loop | None:
    return next((loop for node in nodes if isinstance(node, ast.While) and (loop := _endless(node))), None)


def _endless(loop: ast.While) -> Loop | None:
    inside = list(_nodes(ast.Module(loop.body, [])))
    if any(isinstance(node, (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)) for node in inside):
        return None
    if isinstance(loop.test, ast.Constant):
        return Loop(loop.lineno) if loop.test.value else None
    condition = list(_nodes(ast.Expression(loop.test)))
    plain = (ast.Expression, ast.Compare, ast.cmpop, ast.Name, ast.Constant, ast.expr_context, ast.BoolOp, ast.boolop,
             ast.BinOp, ast.operator, ast.UnaryOp, ast.unaryop)  # fmt: skip
    if not all(isinstance(node, plain) for node in condition):
        return None  # a call or an attribute may change by itself
    names = [node.id for node in condition if isinstance(node, ast.Name)]
    used = {name for node in inside for name in _written(node)}
    return Loop(loop.lineno, tuple(dict.fromkeys(names))[:4]) if names and not used.intersection(names) else None


def _written(node: ast.AST) -> Iterator[str]:
    """The names that a node may change: what it binds, and what it calls a method of, or writes into."""
    yield from _bound([node])
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        target: ast.expr = node
        while isinstance(target, (ast.Attribute, ast.Subscript)):
            target = target.value
        if isinstance(target, ast.Name) and (isinstance(node, ast.Attribute) or isinstance(node.ctx, ast.Store)):
            yield target.id
    if isinstance(node, ast.Call):  # it may write into what it is given
        yield from (
            one.id for one in (*node.args, *(word.value for word in node.keywords)) if isinstance(one, ast.Name)
        )


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names that these nodes give a value to."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, BINDS):
            yield from ((one.asname or one.name).partition(".")[0] for one in node.names)
        elif isinstance(node, NAMED):
            yield node.name


def _top(statement: ast.stmt) -> Iterator[ast.AST]:
    """A statement's nodes, but of a function or a class nothing of what is inside of it."""
    if isinstance(statement, NAMED):
        return iter([statement])
    return _nodes(statement)


def _nodes(tree: ast.AST | None) -> Iterator[ast.AST]:
    return islice(ast.walk(tree), MOST_NODES) if tree else iter(())


def _holds(node: Function, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or 0)


def _is_self(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id == "self"
