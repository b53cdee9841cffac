"""A file as the parts that were written: blocks of tokens in which a change of looks changes nothing.

A token is a node of the syntax tree. Gone are comments, docstrings, type hints, imports, spaces and brackets; a name
that the file itself binds is any name, and what was imported has its full name, however it is called in the file. Each
function, each class and all other statements are a block of their own, so their order does not matter.

The text is hostile, and it is only ever parsed, within the bounds of `ParsedSource`. What cannot be parsed is a block
of its lines.
"""

import ast
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from grader.forbidden import ParsedSource

MOST_TOKENS = 20_000
"""Of one file; the reference's longest has about a thousand."""
MOST_PARTS = 1000
"""Of a file that is no Python as a whole, each of which is tried by itself."""
MOST_CHARACTERS = 200
"""Of a string or a line that is compared."""
ANY = "name"

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
TOP = re.compile(r"^(?=[^\s#)\]}])", re.MULTILINE)
"""Where a line begins something at the outermost level."""


@dataclass(frozen=True)
class Block:
    """Tokens with the lines on which they stand. Those of `lines_only` are whole lines."""

    tokens: tuple[str, ...]
    lines: tuple[int, ...]
    lines_only: bool = False


@dataclass(frozen=True)
class _Names:
    """What a file calls things: names of its own, and what its imports stand for."""

    own: frozenset[str]
    imported: Mapping[str, str] = field(default_factory=dict)


def read_blocks(text: str, given: Collection[str] = ()) -> list[Block]:
    """The blocks of a file. The `given` names are the exercises', which every file has to use."""
    room = MOST_TOKENS
    kept = []
    for block in _parts(text, frozenset(given)):
        kept.append(Block(block.tokens[:room], block.lines[:room], block.lines_only))
        room -= len(kept[-1].tokens)
        if room <= 0:
            break
    return kept


def as_lines(text: str, first: int = 1) -> Block:
    """A text as a block of its lines, without comments, spaces and what is empty then."""
    told = ((number, "".join(line.partition("#")[0].split())) for number, line in enumerate(text.split("\n"), first))
    kept = [(number, line[:MOST_CHARACTERS]) for number, line in told if line]
    return Block(tuple(line for _, line in kept), tuple(number for number, _ in kept), lines_only=True)


def _parts(text: str, given: frozenset[str]) -> Iterator[Block]:
    """The blocks of the whole file; where it is no Python, those of each part of it that is, and the others' lines."""
    tree = ParsedSource(text, "").tree
    if tree is not None:
        yield from _blocks(tree, given)
        return
    parsed = ((first, part, ParsedSource(part, "").tree) for first, part in _at_top(text))
    for unread, some in groupby(parsed, lambda one: one[2] is None):
        for first, part, tree in some:
            if unread:
                yield as_lines("".join([part, *(other for _, other, _ in some)]), first)
            for block in _blocks(tree, given) if tree else ():
                yield Block(block.tokens, tuple(line + first - 1 for line in block.lines))


def _at_top(text: str) -> Iterator[tuple[int, str]]:
    """What stands at the outermost level, with its first line; the last of many is all the rest."""
    ends = [*(found.start() for found in islice(TOP.finditer(text), MOST_PARTS)), len(text)]
    line = 1
    for start, end in zip([0, *ends], ends, strict=False):
        part = text[start:end]
        if part:
            yield line, part
        line += part.count("\n")


def _blocks(tree: ast.Module, given: frozenset[str]) -> Iterator[Block]:
    parts = [list(_nodes(part)) for part in _divided(tree.body)]
    names = _names((node for nodes in parts for node in nodes), given)
    for nodes in parts:
        told = [(sys.intern(token), line) for node, line in nodes if (token := _token(node, names))]
        if told:
            yield Block(tuple(token for token, _ in told), tuple(line for _, line in told))


def _divided(body: Iterable[ast.stmt]) -> Iterator[list[ast.AST]]:
    """Each function and class by itself; the statements between them together."""
    others: list[ast.AST] = []
    for part in body:
        if isinstance(part, DEFINITIONS):
            yield [part]
        else:
            others.append(part)
    if others:
        yield others


Placed = tuple[ast.AST, int]


def _nodes(roots: Iterable[ast.AST]) -> Iterator[Placed]:
    """Each node with its line, from the outside in and from left to right, without type hints and docstrings."""
    line = 1
    waiting = list(roots)[::-1]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is ast.Expr and type(node.value) is ast.Constant:  # type: ignore[attr-defined]
            continue
        line = getattr(node, "lineno", line)
        yield node, line
        if kind is ast.Attribute and _leftmost(node) is not None:
            continue  # it is one name, whatever its parts are
        for name in INNER[kind]:
            inner = getattr(node, name, None)
            if isinstance(inner, list):
                waiting += [one for one in reversed(inner) if isinstance(one, ast.AST)]
            elif isinstance(inner, ast.AST):
                waiting.append(inner)


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _names(nodes: Iterable[Placed], given: frozenset[str]) -> _Names:
    own: set[str] = set()
    imported: dict[str, str] = {}
    for node, _ in nodes:
        kind = type(node)
        if kind in BINDING:
            if type(getattr(node, "ctx", None)) is not ast.Load and (name := getattr(node, BINDING[kind])):
                own.add(name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            imported.update(_imports(node))
    return _Names(frozenset(own - given), {name: path for name, path in imported.items() if name not in own})


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """What each name stands for that an import binds."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{node.module or ''}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name


def _leftmost(node: ast.AST) -> str | None:
    """`torch` of `torch.nn.functional.relu`; None where no name stands at the left."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


# ── tokens ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _token(node: ast.AST, names: _Names) -> str:
    """The node without its looks; "" for one that says nothing beside what is in it."""
    kind = type(node)
    way = TOKENS.get(kind)
    return way(node, names) if way else kind.__name__


def _name(node: Any, names: _Names) -> str:
    return ANY if node.id in names.own else names.imported.get(node.id, node.id)


def _attribute(node: Any, names: _Names) -> str:
    """`torch.nn.functional.relu` for `F.relu`, `name.shape` for what is the file's own."""
    path = []
    while isinstance(node, ast.Attribute):
        path.append(ANY if node.attr in names.own else node.attr)
        node = node.value
    left = _name(node, names) if isinstance(node, ast.Name) else ""
    return ".".join([left, *reversed(path)])


def _nothing(node: Any, names: _Names) -> str:
    return ""


def _operator(node: Any, names: _Names) -> str:
    return f"{type(node).__name__} {type(node.op).__name__}"


def _constant(value: object) -> str:
    """A value as it is, however it was written: `1e-1` is `0.1`, and `1.` is `1`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 64:
        return "int"  # Python refuses to write one that is too long
    return repr(value)[:MOST_CHARACTERS]


TOKENS: Mapping[type[ast.AST], Callable[[Any, _Names], str]] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Constant: lambda node, names: _constant(node.value),
    ast.keyword: lambda node, names: f"{ANY if node.arg in names.own else node.arg}=",
    ast.AnnAssign: lambda node, names: "Assign" if node.value else "",
    ast.Compare: lambda node, names: " ".join(["Compare", *(type(op).__name__ for op in node.ops)]),
    **dict.fromkeys((ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.AugAssign), _operator),
    **dict.fromkeys((ast.arguments, ast.Expr, ast.Pass, ast.Global, ast.Nonlocal), _nothing),
    **dict.fromkeys((ast.Import, ast.ImportFrom, ast.alias), _nothing),
}
