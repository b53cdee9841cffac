"""A statement of a file as tokens in which a change of looks changes nothing.

A token is a node of the syntax tree. Gone are comments, docstrings, type hints, imports, spaces and brackets. Names are
still names: what they stand for is known where the whole file is (`code.py`).
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST_CHARACTERS = 200
"""Of a string that is compared."""
KEYWORD = "="

Token = str | tuple[str, ...]
"""A node, or a name: its parts between dots, of which the first is "" where no name stands at the left. A keyword in a
call is a name behind `KEYWORD`."""

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
PLAIN = frozenset(("ctx", "op", "ops", "annotation", "returns", "type_params", "type_ignores"))
"""Fields that a node's own token tells of, and type hints."""
INNER: Mapping[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(name for name in reversed(kind._fields) if name not in PLAIN)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""The fields of each node in which others are, the last first."""
BINDING: Mapping[type[ast.AST], str] = {
    ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.FunctionDef: "name", ast.AsyncFunctionDef: "name",
    ast.ClassDef: "name", ast.ExceptHandler: "name",
}  # fmt: skip
"""What binds a name, and where it has it; a name and an attribute only where they are written to."""


@dataclass(frozen=True)
class Part:
    """A statement at the outermost level: its tokens with their lines, names that it binds, and what imports bind."""

    tokens: tuple[Token, ...]
    lines: tuple[int, ...]
    definition: bool = False
    own: frozenset[str] = frozenset()
    imported: tuple[tuple[str, str], ...] = ()


def parts_of(tree: ast.Module) -> tuple[Part, ...]:
    """All statements of a file, or of a piece of one."""
    return tuple(map(_part, tree.body))


def _part(statement: ast.stmt) -> Part:
    tokens: list[Token] = []
    lines: list[int] = []
    own: set[str] = set()
    imported: list[tuple[str, str]] = []
    for node, line in _nodes(statement):
        kind = type(node)
        token = TOKENS[kind](node) if kind in TOKENS else kind.__name__
        if token:
            tokens.append(token)
            lines.append(line)
        if kind in BINDING:
            name = getattr(node, BINDING[kind])
            if name and type(getattr(node, "ctx", None)) is not ast.Load:
                own.add(name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            imported += _imports(node)
    return Part(tuple(tokens), tuple(lines), isinstance(statement, DEFINITIONS), frozenset(own), tuple(imported))


def _nodes(statement: ast.stmt) -> Iterator[tuple[ast.AST, int]]:
    """Each node with its line, from the outside in and from left to right, without type hints and docstrings."""
    line = statement.lineno
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is ast.Expr and type(node.value) is ast.Constant:  # type: ignore[attr-defined]
            continue
        line = getattr(node, "lineno", line)
        yield node, line
        if kind is ast.Attribute and _leftmost(node):
            continue  # it is one name, whatever its parts are
        for name in INNER[kind]:
            inner = getattr(node, name, None)
            if isinstance(inner, list):
                waiting += [one for one in reversed(inner) if isinstance(one, ast.AST)]
            elif isinstance(inner, ast.AST):
                waiting.append(inner)


def _imports(node: ast.Import | ast.ImportFrom) -> Iterable[tuple[str, str]]:
    """What each name stands for that an import binds."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{node.module or ''}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name


def _leftmost(node: ast.AST) -> str:
    """`torch` of `torch.nn.functional.relu`; "" where no name stands at the left."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _attribute(node: Any) -> Token:
    """All of `torch.nn.functional.relu`; of `f(x).mean`, what stands behind the call."""
    path = []
    while isinstance(node, ast.Attribute):
        path.append(node.attr)
        node = node.value
    return (node.id if isinstance(node, ast.Name) else "", *reversed(path))


def _operator(node: Any) -> Token:
    return f"{type(node).__name__} {type(node.op).__name__}"


def _nothing(node: Any) -> Token:
    return ""


def _constant(node: Any) -> Token:
    """A value as it is, however it was written: `1e-1` is `0.1`, and `1.` is `1`."""
    value = node.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 64:
        return "int"  # Python refuses to write one that is too long
    return repr(value)[:MOST_CHARACTERS]


TOKENS: Mapping[type[ast.AST], Callable[[Any], Token]] = {
    ast.Name: lambda node: (node.id,),
    ast.Attribute: _attribute,
    ast.Constant: _constant,
    ast.keyword: lambda node: (KEYWORD, node.arg or ""),
    ast.AnnAssign: lambda node: "Assign" if node.value else "",
    ast.Compare: lambda node: " ".join(["Compare", *(type(op).__name__ for op in node.ops)]),
    **dict.fromkeys((ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.AugAssign), _operator),
    **dict.fromkeys((ast.arguments, ast.Expr, ast.Pass, ast.Global, ast.Nonlocal), _nothing),
    **dict.fromkeys((ast.Import, ast.ImportFrom, ast.alias), _nothing),
}
