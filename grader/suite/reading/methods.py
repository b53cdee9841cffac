"""Which methods of the student's classes an exercise reaches: those that it names, and those that Python calls."""

import ast
from collections.abc import Iterator

from grader.suite.reading.bans import GETTERS, names_given_to
from grader.suite.reading.flows import may_be_called
from grader.suite.reading.forms import marks, root_of
from grader.suite.reading.meaning import Meaning
from grader.suite.reading.source import Source
from grader.suite.reading.values import IMPORTERS, Library, Own, paths

Function = ast.FunctionDef | ast.AsyncFunctionDef

PLAIN_MARKS = {"classmethod", "staticmethod"}

CALLED_BY_PYTHON = frozenset({"acquire", "append", "close", "fileno", "flush", "items", "keys", "read", "readinto"})
CALLED_BY_PYTHON |= {"readline", "release", "seek", "write"}
"""What Python calls of things that are like files, dicts and locks."""

LISTERS = frozenset({"builtins.dir", "builtins.vars"})
"""What gives all names that a thing has."""

SIMPLE_BASES = frozenset(
    map(
        Library,
        paths(
            {
                "abc": "ABC",
                "builtins": "dict list object tuple",
                "enum": "Enum",
                "typing": "Generic NamedTuple Protocol",
            }
        ),
    )
)
"""Bases that call no method but those of Python's own protocols."""

Held = tuple[ast.AST, Source, bool]
"""A node, its file, and whether it is a value that is kept."""


class Methods:
    """Holds methods back until they are asked for by name."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._held: dict[str, list[Held]] = {}
        self._asked: set[str] = set()
        self._all = False

    def hold(self, owner: ast.ClassDef, source: Source, early: bool) -> tuple[set[ast.AST], list[Held]]:
        """The methods of a class that are held back, and what of them is asked for already."""
        if self._all or not self._is_simple(owner, source, early):
            return set(), []
        methods = [part for part in owner.body if isinstance(part, Function) and _is_plain(part)]
        ready: list[Held] = []
        for method in methods:
            for name, held in [(method.name, (method, source, False)), *self._kept_by(method, source)]:
                (ready if name in self._asked else self._held.setdefault(name, [])).append(held)
        return set(methods), ready

    def asked_by(self, node: ast.AST, source: Source, early: bool) -> list[Held]:
        """What was held back and is asked for by a node."""
        names = self._names(node, source, early)
        if names is None:
            self._all = True
            return [held for name in [*self._held] for held in self._held.pop(name)]
        self._asked |= names
        return [held for name in names for held in self._held.pop(name, [])]

    def _names(self, node: ast.AST, source: Source, early: bool) -> set[str] | None:
        """The names of attributes that a node uses, None where they cannot be told."""
        match node:
            case ast.Attribute(attr=name, ctx=ast.Load()):
                return {name}
            case ast.MatchClass(patterns=patterns, kwd_attrs=names):
                return None if patterns else set(names)
            case ast.Call(func=function, args=args):
                for getter in self._meaning.of(function, source, early):
                    if isinstance(getter, Library) and getter.path in LISTERS:
                        return None
                    if isinstance(getter, Library) and getter.path in GETTERS - IMPORTERS:
                        texts = [self._meaning.texts(part, source, early) for part in names_given_to(getter.path, args)]
                        return {part for text in texts for one in text or () for part in one.split(".")} or None
        return set()

    def _is_simple(self, owner: ast.ClassDef, source: Source, early: bool) -> bool:
        line = self._meaning.classes.line(owner, source, early)
        known = all(self._meaning.is_transparent(mark, source, early) for mark in owner.decorator_list)
        return known and all(isinstance(one, Own) or one in SIMPLE_BASES for one in line)

    def _kept_by(self, method: Function, source: Source) -> Iterator[tuple[str, Held]]:
        """The values that a method puts into attributes of its object, by attribute."""
        args = [*method.args.posonlyargs, *method.args.args]
        for root, store in source.names.changes.get(args[0].arg, []) if args else []:
            self._meaning.step()
            here = source.names.scope_of[root].node is method and root_of(store.target) is root
            if here and may_be_called(store.value, source, self._meaning):
                target: ast.expr | None = store.target
                while isinstance(target, (ast.Attribute, ast.Subscript)):
                    if isinstance(target, ast.Attribute):
                        yield target.attr, (store.value, source, True)
                    target = target.value


def _is_plain(method: Function) -> bool:
    name = method.name
    special = name.startswith("__") or (name.startswith("_") and name.endswith("_")) or name in CALLED_BY_PYTHON
    return not special and marks(method) <= PLAIN_MARKS
