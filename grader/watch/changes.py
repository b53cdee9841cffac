"""Which exercises a new text touches: those that reach what has changed, by a name or by an import.

Each exercise has a fingerprint of all that its verdict depends on: the statements of its file that it reaches, the
other files of the student's that these import, and what always runs at the top of its file. Comments are no part of it.
"""

import ast
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from grader.forbidden import Lookup, ParsedSource, importable, is_main_guard, is_stub, reached_by

Exercise = tuple[str, str]
"""A section and an exercise in it."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
PLAIN = (ast.Constant, ast.UnaryOp, ast.unaryop, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.expr_context)
"""What a value is made of that nothing can go wrong with."""
REACH_ANYTHING = frozenset({"globals", "vars", "locals"})
"""Functions of Python's by which a file reaches its own names without naming them."""


@dataclass(frozen=True)
class Fingerprint:
    """An exercise as it is written now; one whose file is missing has an empty one.

    `code` is a hash of all that its verdict depends on, `lines` of where that stands, which a failure names, and `file`
    of the file as a whole. `stub`: nothing is written yet.
    """

    code: str = ""
    lines: str = ""
    file: str = ""
    stub: bool = False


def fingerprints(sources: Mapping[str, ParsedSource], exercises: Collection[Exercise]) -> dict[Exercise, Fingerprint]:
    """The fingerprints of all exercises, but for those whose file, or one that they import, cannot be read now."""
    lookup = _Imports(sources)
    found: dict[Exercise, Fingerprint] = {}
    for section in dict.fromkeys(section for section, _ in exercises):
        names = [name for id, name in exercises if id == section]
        source = sources.get(section)
        if source is None:
            found.update({(section, name): Fingerprint() for name in names})
        elif source.tree is not None:
            found.update(_of_file(section, source, source.tree, names, lookup))
    return found


def _of_file(
    section: str, source: ParsedSource, tree: ast.Module, names: Collection[str], imports: "_Imports"
) -> Iterator[tuple[Exercise, Fingerprint]]:
    anything = bool(source.names.of_any_call) or _names_in(tree) & REACH_ANYTHING
    reached = {name: None if anything else reached_by(source, name) for name in names}
    used = {node for nodes in reached.values() for node in nodes or ()}
    always = [*_always_run(tree, used)]
    file = _hash([source.text])
    for name, nodes in reached.items():
        own = tree.body if nodes is None else nodes
        others = imports.files(own)
        if others is None:
            continue
        parts = sorted({_dump(node, source) for node in [*always, *own]})
        yield (
            (section, name),
            Fingerprint(
                code=_hash([*parts, *(other.text for other in others)]),
                lines=_hash(sorted(str(getattr(node, "lineno", 0)) for node in own)),
                file=file,
                stub=is_stub(source, name),
            ),
        )


def _always_run(tree: ast.Module, used: Collection[ast.AST]) -> Iterator[ast.AST]:
    """What runs when the file is imported and can end that, or change what any exercise does.

    What only gives a name to something belongs to the exercises that use that name.
    """
    for node in tree.body:
        match node:
            case ast.If() if is_main_guard(node):
                yield from node.orelse
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield from _run_with(node)
            case ast.Assign() | ast.AnnAssign() if node in used or _is_plain(node.value):
                pass
            case _:
                yield node


def _run_with(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[ast.AST]:
    """The parts of a definition that run where it stands: decorators, default values, annotations, a class's body."""
    yield from node.decorator_list
    if isinstance(node, ast.ClassDef):
        yield from node.bases
        yield from (keyword.value for keyword in node.keywords)
        for part in node.body:
            if isinstance(part, (*FUNCTIONS, ast.ClassDef)):
                yield from _run_with(part)
            elif not isinstance(part, ast.Expr):
                yield part
        return
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    yield from (one.annotation for one in every if one and one.annotation)
    yield from (one for one in [*arguments.defaults, *arguments.kw_defaults, node.returns] if one)


def _is_plain(value: ast.expr | None) -> bool:
    return value is None or all(isinstance(part, PLAIN) for part in ast.walk(value))


class _Imports:
    """The other files of a student's that statements import, and those that these import."""

    def __init__(self, sources: Mapping[str, ParsedSource]) -> None:
        self._files = importable(sources)

    def files(self, nodes: Iterable[ast.AST]) -> list[ParsedSource] | None:
        """Each once; None where one of them cannot be read."""
        found: dict[ParsedSource, None] = {}
        todo = list(nodes)
        while todo:
            for path in _imported(todo.pop()):
                other, _ = Lookup(self._files).led_to(path)
                if other is None or other in found:
                    continue
                found[other] = None
                if other.tree is None:
                    return None
                todo.append(other.tree)
        return sorted(found, key=lambda source: source.name)


def _imported(node: ast.AST) -> Iterator[str]:
    """The full names of what is imported anywhere in a node."""
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            yield from (f"{part.module or ''}.{alias.name}".strip(".") for alias in part.names)


def _names_in(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _dump(node: ast.AST, source: ParsedSource) -> str:
    try:
        return ast.dump(node)
    except RecursionError:
        return source.text


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
