"""What the pass over a syntax tree writes down: what is bound to a name, stored in a thing, handed on."""

import ast
from typing import Any, NamedTuple

from grader.suite.reading.forms import root_of
from grader.suite.reading.names import Binding, How, Names, Position, Scope, Store


class When(NamedTuple):
    """How surely a statement runs, and the loop that may run it again."""

    certain: bool = True
    loop: Position | None = None


Part = tuple[ast.expr, ast.expr, How, int]
"""A target, the value that it is bound to, how, and the place in that value."""


class Notes:
    """Writes into the names of one file."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def bind(
        self,
        name: str,
        how: How,
        scope: Scope,
        node: Any,
        value: ast.expr | None = None,
        when: When = When(),  # noqa: B008 - a constant
        path: str = "",
        part: int = -1,
    ) -> None:
        at = when.loop or (node.end_lineno, node.end_col_offset)
        binding = Binding(name, how, node, value, scope, at, when.certain and not when.loop, path=path, part=part)
        scope.bindings.setdefault(name, []).append(binding)

    def target(self, target: ast.expr, value: ast.expr, how: How, node: ast.AST, scope: Scope, when: When) -> None:
        """Bind the names in the target of an assignment, a loop or a `with`."""
        todo: list[Part] = [(target, value, how, -1)]
        while todo:
            target, value, how, part = whole = todo.pop()
            if isinstance(target, ast.Name):
                self.bind(target.id, how, scope, node, value, when, part=part)
            elif isinstance(target, ast.Starred):
                todo.append((target.value, value, "part", -1))
            elif isinstance(target, (ast.Tuple, ast.List)):
                todo.extend(_parts(target, whole))
            elif isinstance(target, (ast.Attribute, ast.Subscript)):
                self.store(target, value, node)

    def store(self, target: ast.expr, value: ast.expr, statement: ast.AST) -> None:
        store = Store(target, value, statement)
        if isinstance(target, ast.Attribute):
            self.names.stores.setdefault(target.attr, []).append(store)
        else:
            self.names.items.append(store)
        self.change(store)

    def change(self, store: Store) -> None:
        root = root_of(store.target)
        if isinstance(root, ast.Name):
            self.names.changes.setdefault(root.id, []).append((root, store))

    def settle(self) -> None:
        """Move what functions bind by `global` and `nonlocal` to where it belongs."""
        for scope in self.names.inner.values():
            for name in scope.globals:
                self._move(name, scope, self.names.module)
            for name in scope.nonlocals:
                owner = scope.parent
                while owner and (owner.kind == "class" or name not in owner.bindings):
                    owner = owner.parent
                if owner:
                    self._move(name, scope, owner)

    def _move(self, name: str, scope: Scope, owner: Scope) -> None:
        for old in scope.bindings.pop(name, []):
            new = Binding(name, old.how, old.node, old.value, owner, old.at, False, True, old.path)
            owner.bindings.setdefault(name, []).append(new)

    def words(self, path: str, node: ast.AST) -> None:
        for word in path.split("."):
            self.names.words.setdefault(word, []).append(node)


def _parts(target: ast.Tuple | ast.List, whole: Part) -> list[Part]:
    """Which part of a value goes to which part of a target, as far as that can be told."""
    _, value, how, place = whole
    plain = not any(isinstance(part, ast.Starred) for part in target.elts)
    given = value.elts if how == "value" and isinstance(value, (ast.Tuple, ast.List)) else []
    if plain and len(target.elts) == len(given) and not any(isinstance(part, ast.Starred) for part in given):
        return [(part, one, "value", -1) for part, one in zip(target.elts, given, strict=True)]
    if plain and place < 0 and how in ("item", "value"):
        kind: How = "item" if how == "item" else "part"
        return [(part, value, kind, number) for number, part in enumerate(target.elts)]
    return [(part, value, "part", -1) for part in target.elts]
