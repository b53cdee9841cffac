"""Which name is bound where: Python's scopes, read from a syntax tree.

`binding` fills it in one pass over the tree. What a name may mean at a place follows from that: inside functions the
bindings that a file ends with, at the top of a file those so far.
"""

import ast
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Position = tuple[int, int]

How = Literal["definition", "value", "item", "part", "entered", "parameter", "import", "unknown"]
"""`item` is what a loop takes out of its value, `part` what an unpacking does, `entered` what a `with` does."""

DYNAMIC = frozenset({"exec", "eval", "globals", "locals", "vars", "builtins", "__builtins__", "__dict__", "modules"})
"""Names by which a file can bind a name that no tree shows."""

GETTERS = frozenset({"attrgetter", "getattr", "methodcaller"})
"""Functions that take an attribute by a text."""

STAR = "*"
"""The name under which `from … import *` is kept."""


@dataclass(eq=False)
class Scope:
    """A module, function, class or comprehension, and what is bound in it."""

    node: ast.AST
    parent: "Scope | None"
    kind: Literal["module", "function", "class", "comprehension"]
    bindings: "dict[str, list[Binding]]" = field(default_factory=dict)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)


@dataclass(frozen=True, eq=False)
class Binding:
    """One place that binds a name; `value` is None where there is no expression for it."""

    name: str
    how: How
    node: ast.AST
    value: ast.expr | None
    scope: Scope
    at: Position
    certain: bool
    always: bool = False
    path: str = ""
    part: int = -1
    """The place in what is unpacked, -1 where that cannot be told or nothing is."""


class Store(NamedTuple):
    """A value put into an attribute, an item or a container: `x.a = value`, `x[0] = value`, `x.append(value)`."""

    target: ast.expr
    value: ast.expr
    statement: ast.AST


class Names:
    """The scopes of one file, and what is put where in it."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope(tree, None, "module")
        self.is_main = False
        """Whether what stands under `if __name__ == "__main__":` may run."""
        self.scope_of: dict[ast.AST, Scope] = {}
        self.inner: dict[ast.AST, Scope] = {}
        self.returns: dict[ast.AST, list[ast.expr]] = {}
        self.generators: set[ast.AST] = set()
        self.stores: dict[str | None, list[Store]] = {}
        """By attribute; None where the attribute is computed."""
        self.changes: dict[str, list[tuple[ast.Name, Store]]] = {}
        """By the name that the changed thing begins with."""
        self.items: list[Store] = []
        """What is put into items and by methods: `x[0] = value`, `x.update(value)`."""
        self.words: dict[str, list[ast.AST]] = {}
        """Every name, attribute and imported name, and where it comes."""
        self.calls_of_text: list[ast.Call] = []
        self.calls: dict[ast.AST, ast.Call] = {}
        """By what is called."""
        self.handed: dict[str, list[tuple[ast.Name, ast.Call]]] = {}
        """The calls of a thing's methods and those that it is an argument of, by the name that it begins with."""
        self._by_function: dict[ast.AST, list[ast.Name | ast.Attribute | ast.Call]] = {}
        self.texts: set[str] = set()
        """The short strings that are written in the file."""
        self._in_classes: set[str] = set()
        self._top: dict[str, tuple[list[Binding], list[Position], list[Binding]]] = {}

    def find(self, name: str, place: ast.AST, early: bool = False) -> list[Binding]:
        """The bindings that `name` may mean at a node; `early` is code that runs before the file has ended."""
        scope = self._scope(name, self.scope_of[place])
        here = (getattr(place, "lineno", 0), getattr(place, "col_offset", 0))
        found: list[Binding] = []
        while scope is not self.module:
            found += scope.bindings[name]
            # What the body of a class has not bound yet is looked up around it.
            if scope.kind != "class" or any(one.certain and one.at <= here for one in scope.bindings[name]):
                return found
            scope = self._scope(name, scope.parent or self.module)
        return found + self.at_the_top(name, here if self.runs_at_import(place) else None, early)

    def offered(self, name: str) -> list[Binding]:
        """What the file's name may be to others: its bindings, and a module's `__getattr__`, should it be deleted."""
        return [*self.at_the_top(name), *self.at_the_top("__getattr__")]

    def is_at_the_top(self, name: str, place: ast.AST) -> bool:
        """Whether a name at a node is the module's, not a function's or a class's."""
        return self._scope(name, self.scope_of[place]) is self.module

    def _scope(self, name: str, start: Scope) -> Scope:
        scope = start
        while scope.parent and name not in scope.globals:
            if name in scope.bindings and (scope.kind != "class" or scope is start):
                return scope
            scope = scope.parent
        return self.module

    def at_the_top(self, name: str, until: Position | None = None, early: bool = False) -> list[Binding]:
        """The bindings of a module-level name that hold at a place, or at the end of the file."""
        if name not in self._top:
            known = self.module.bindings.get(name, []) + self.module.bindings.get(STAR, [])
            known.sort(key=lambda binding: binding.at)
            always = [binding for binding in known if binding.always]
            self._top[name] = (known, [binding.at for binding in known], always)
        known, positions, always = self._top[name]
        if early:
            return known
        first = last = bisect_right(positions, until) if until else len(known)
        while first > 0 and not (first < last and known[first].certain):
            first -= 1
        return list(dict.fromkeys([*known[first:last], *always])) or known

    def runs_at_import(self, node: ast.AST) -> bool:
        """Whether a node stands in no function."""
        scope: Scope | None = self.scope_of[node]
        while scope and scope.kind != "function":
            scope = scope.parent
        return scope is None

    def run_with(self, node: ast.AST) -> "list[ast.Name | ast.Attribute | ast.Call]":
        """The names, attributes and calls that run when a file or a function does, not in functions inside it."""
        if not self._by_function:
            for inner, scope in self.scope_of.items():
                while scope.parent and scope.kind != "function":
                    scope = scope.parent
                if isinstance(inner, (ast.Name, ast.Attribute, ast.Call)):
                    self._by_function.setdefault(scope.node, []).append(inner)
        return self._by_function.get(node, [])

    def defines(self, names: frozenset[str]) -> bool:
        """Whether a class of the file has one of these names."""
        if not self._in_classes:
            scopes = (scope for scope in self.inner.values() if scope.kind == "class")
            self._in_classes = {"", *(name for scope in scopes for name in scope.bindings)}
        return not names.isdisjoint(self._in_classes)

    def may_be_fetched(self, name: str) -> bool:
        """Whether the file may take an attribute of this name out of something by a text, whole or in pieces."""
        return not GETTERS.isdisjoint(self.words) and any(text in name for text in self.texts if text)

    def class_of(self, function: ast.AST) -> ast.ClassDef | None:
        """The class in whose body a function is defined."""
        node = self.scope_of[function].node
        return node if isinstance(node, ast.ClassDef) else None
