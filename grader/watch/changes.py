"""Which exercises a new text touches: those that reach what has changed, by a name or by an import.

Each exercise has a fingerprint of all that its verdict depends on: the statements of its file that it reaches, the
other files of the student's that these import, and what always runs at the top of its file. Comments are no part of it.
"""

import ast
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from grader.forbidden import Lookup, ParsedSource, Problem, importable, is_main_guard, is_stub, reached_by

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


@dataclass(frozen=True)
class Snapshot:
    """All files as they are at one moment: their `texts` and what is wrong with them, by module.

    `prints` are the fingerprints of all exercises but those whose file, or one that they import, cannot be read now.
    `lines` are where the exercises begin.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)
    prints: Mapping[Exercise, Fingerprint] = field(default_factory=dict)
    lines: Mapping[Exercise, int] = field(default_factory=dict)


def snapshot(
    sources: Mapping[str, ParsedSource], exercises: Collection[Exercise], before: Snapshot = Snapshot()
) -> Snapshot:
    """The files as they are now; what has not changed since `before` is not worked out again."""
    texts = {module: source.text for module, source in sources.items()}
    changed = _changed(before.texts, texts)
    sections = {section for section, _ in exercises}
    missing = [one for one in exercises if one not in before.prints and one[0] not in sources]
    news = [exercise for exercise in exercises if exercise[0] in changed or exercise in missing]
    problems = {module: problem for module in changed & sources.keys() if (problem := sources[module].problem)}
    begun = {section: _begun(sources[section]) for section in changed & sections & sources.keys()}
    lines = {(section, name): begun[section][name] for section, name in news if name in begun.get(section, ())}
    return Snapshot(
        texts,
        {**{module: one for module, one in before.problems.items() if module not in changed}, **problems},
        {**{one: kept for one, kept in before.prints.items() if one[0] not in changed}, **fingerprints(sources, news)},
        {**{one: line for one, line in before.lines.items() if one[0] not in changed}, **lines},
    )


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The files that are others than before, and those that may import one: its name stands in them."""
    changed = {module for module in before.keys() | now.keys() if before.get(module) != now.get(module)}
    todo = list(changed)
    while todo:
        names = set(todo.pop().split(".")) - {"__init__"}
        users = {module for module, text in now.items() if any(name in text for name in names)} - changed
        changed |= users
        todo += users
    return changed


def _begun(source: ParsedSource) -> dict[str, int]:
    """The line of each function, class and value at the top of a file."""
    body = source.tree.body if source.tree else []
    values = [(target.id, one.lineno) for one in body for target in _targets(one) if isinstance(target, ast.Name)]
    return {**dict(values), **{one.name: one.lineno for one in body if isinstance(one, (*FUNCTIONS, ast.ClassDef))}}


def _targets(statement: ast.stmt) -> list[ast.expr]:
    match statement:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target):
            return [target]
    return []


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
