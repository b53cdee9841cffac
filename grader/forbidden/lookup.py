"""What a name in a submission stands for: a library's full name, through aliases and the submission's other files.

It is bounded in steps and not by a clock: the same files are read the same way on every machine.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.forbidden.bindings import Binding, Bindings
from grader.forbidden.names import BUILTINS, GETTERS, SHARED
from grader.forbidden.source import ParsedSource

MOST_STEPS = 20_000
"""Fifty times what the longest honest exercise takes."""

MOST_DEPTH = 40


class TooMuch(Exception):
    """The files take more steps to read than any student's files do."""


@dataclass(frozen=True, eq=False)
class Scope:
    """The names that an expression sees: those of the function or class around it, and of what is around that."""

    source: ParsedSource
    names: Bindings = field(default_factory=dict)
    outer: "Scope | None" = None
    of_class: bool = False

    def inside(self, node: ast.AST) -> "Scope":
        """Within a function or a class; a method sees what is around its class, but not the class."""
        outer = self.outer if self.of_class and self.outer else self
        return Scope(self.source, self.source.names.inside(node), outer, isinstance(node, ast.ClassDef))


class Lookup:
    """Finds what binds a name, and the libraries' names that an expression may stand for."""

    def __init__(self, modules: Mapping[str, ParsedSource]) -> None:
        self.modules = modules
        self._left = MOST_STEPS
        self._known: dict[ast.AST, frozenset[str]] = {}
        self._depth = 0

    def step(self, count: int = 1) -> None:
        self._left -= count
        if self._left < 0:
            raise TooMuch

    def bindings(self, name: str, scope: Scope) -> list[tuple[Binding, Scope]]:
        """What may bind a name, and where its value stands; nothing for one of Python's own."""
        while scope.outer and name not in scope.names:
            scope = scope.outer
        names = scope.source.names
        self.step(len(names.top.get(name, ())) + 1)
        found = scope.names[name] if scope.outer else names.at_the_top(name)
        if not found and name not in BUILTINS:
            found = [star._replace(path=f"{star.path}.{name}") for star in names.top.get("*", ())]
        self.step(len(found))
        return [(binding, scope) for binding in found]

    def paths(self, node: ast.AST, scope: Scope) -> frozenset[str]:
        """The libraries' names that an expression may stand for; nothing where it stands for something else."""
        if node not in self._known and self._depth < MOST_DEPTH:
            self.step()
            self._known[node] = frozenset()  # where it goes round in a circle
            self._depth += 1
            self._known[node] = frozenset(self._paths(node, scope))
            self._depth -= 1
        found = self._known.get(node, frozenset())
        self.step(len(found))
        return found

    def _paths(self, node: ast.AST, scope: Scope) -> Iterator[str]:
        match node:
            case ast.Name(id=name):
                yield from self.bound_to(name, scope)
                if name in BUILTINS and not self.bindings(name, scope):
                    yield f"builtins.{name}"
            case ast.Attribute(value=value, attr=attr):
                for base in self.paths(value, scope):
                    yield from self._full(f"{base}.{attr}")
            case ast.Call(args=[value, *_]) as call:
                for base in self.paths(value, scope) if isinstance(call.func, ast.Name) else ():
                    attr = self.name_given(call, scope)
                    if attr:
                        yield from self._full(f"{base}.{attr}")

    def bound_to(self, name: str, scope: Scope) -> Iterator[str]:
        """The libraries' names that a name may stand for."""
        for binding, home in self.bindings(name, scope):
            if binding.path:
                yield from self._full(binding.path)
            elif isinstance(binding.value, ast.expr):
                yield from self.paths(binding.value, home)

    def _full(self, path: str) -> Iterator[str]:
        """A full name, as short as it can be: through other files of the submission, and through other modules."""
        file, rest = self.led_to(path)
        if file is None or not rest:
            last = path.rpartition(".")[2]
            yield last if last in SHARED else path
        elif self._depth < MOST_DEPTH:
            name, _, more = rest.partition(".")
            self.step()
            self._depth += 1
            yield from [f"{one}.{more}" if more else one for one in self.bound_to(name, Scope(file))]
            self._depth -= 1

    def led_to(self, path: str) -> tuple[ParsedSource | None, str]:
        """The file of the submission that a full name leads to, and what it names there."""
        parts = path.split(".", MOST_DEPTH)
        for end in range(len(parts), 0, -1):
            file = self.modules.get(".".join(parts[:end]))
            if file:
                return file, ".".join(parts[end:])
        return None, path

    def name_given(self, call: ast.Call, scope: Scope) -> str:
        """The name that a call takes as a text that is written out: `getattr(torch, "stack")`."""
        for getter in self.paths(call.func, scope) & GETTERS.keys():
            for given in call.args[GETTERS[getter] :][:1]:
                values = (
                    [one.value for one, _ in self.bindings(given.id, scope)] if isinstance(given, ast.Name) else [given]
                )
                match values:
                    case [ast.Constant(value=str(name))]:
                        return name
        return ""
