"""What the student's own classes have: members, `self`, what they inherit, and what their calls give."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.suite.reading.forms import marks
from grader.suite.reading.names import Scope
from grader.suite.reading.source import Source
from grader.suite.reading.values import (
    METACLASSES,
    NOTHING,
    PLAIN_BASES,
    UNKNOWN,
    Instance,
    Library,
    Made,
    Own,
    Text,
    Thing,
    Value,
    Values,
)

if TYPE_CHECKING:
    from grader.suite.reading.meaning import Meaning

PLAIN_MARKS = {"classmethod", "staticmethod"}
"""Decorators that leave a method a method."""


Function = ast.FunctionDef | ast.AsyncFunctionDef


MOST_SUBCLASSES = 16


class Classes:
    """The classes of the files that one meaning knows."""

    def __init__(self, meaning: "Meaning") -> None:
        self._meaning = meaning
        self._members: dict[tuple[ast.ClassDef, str, bool], Values] = {}
        self._anybody: dict[Function, bool] = {}
        self._below: dict[ast.AST, list[Instance]] = {}

    def forget(self) -> None:
        """Begin again, as what a class's members are is known better now."""
        self._members.clear()
        self._anybody.clear()

    def first_parameter(self, scope: Scope, name: str, source: Source) -> Values:
        """What `self` or `cls` stands for; nothing for any other parameter."""
        function = scope.node
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            owner = source.names.class_of(function)
            args = [*function.args.posonlyargs, *function.args.args]
            decorators = marks(function)
            if owner and args and args[0].arg == name and "staticmethod" not in decorators:
                if "classmethod" in decorators or function.name in ("__new__", "__init_subclass__"):
                    return frozenset({Own(owner, source)})
                anybody = self._may_be_anybody(function, source)
                found = {Instance(one.node, one.source) for one in self._with_subclasses(owner, source)}
                if anybody or len(found) > MOST_SUBCLASSES:
                    return UNKNOWN | {Instance(owner, source)}
                return frozenset(found)
        return NOTHING

    def _with_subclasses(self, owner: ast.ClassDef, source: Source) -> list[Instance]:
        """The class and those that inherit from it, any of which `self` may be an instance of."""
        if not self._below:
            for file in {source, *self._meaning.files.values()}:
                for node in file.names.inner:
                    if isinstance(node, ast.ClassDef):
                        for one in self.line(node, file, True):
                            if isinstance(one, Own):
                                self._below.setdefault(one.node, []).append(Instance(node, file))
        return self._below.get(owner) or [Instance(owner, source)]

    def _may_be_anybody(self, function: Function, source: Source) -> bool:
        """Whether `self` may be something else than an instance of the class."""
        if function not in self._anybody:
            uses = source.names.words.get(function.name, [])
            self._meaning.step(len(uses))
            self._anybody[function] = source.names.may_be_fetched(function.name) or any(
                self._is_unbound(use, function, source) for use in uses
            )
        return self._anybody[function]

    def _is_unbound(self, node: ast.AST, function: Function, source: Source) -> bool:
        """Whether a name or an attribute takes a method from its class, not from an instance: `Model.forward(x, y)`."""
        if isinstance(node, ast.Name):
            return any(binding.node is function for binding in self._meaning.bindings(node, source, True))
        if not isinstance(node, ast.Attribute):
            return False
        call = source.names.calls.get(node)
        bases = self._meaning.of(node.value, source, True)
        if any(isinstance(base, Own) for base in bases):
            given = self._meaning.of(call.args[0], source, True) if call and call.args else UNKNOWN
            return not all(isinstance(value, Instance) for value in given)
        # So many arguments are right only where the first of them is `self`.
        most = len(function.args.posonlyargs) + len(function.args.args) - 1
        return call is not None and Thing.UNKNOWN in bases and not function.args.vararg and len(call.args) > most

    def is_plain(self, base: Value) -> bool:
        """Whether nothing but the student's own can be an attribute of it, whatever its name."""
        if isinstance(base, Instance):
            line = self.line(base.node, base.source, False)
            plain = (Made, Own)
            return all(value is Thing.OWN or isinstance(value, plain) or value in PLAIN_BASES for value in line)
        return base is Thing.OWN or isinstance(base, (Made, Text))

    def may_be_foreign(self, base: Value, name: str, early: bool = False) -> bool:
        """Whether an attribute may be something else than the student's own or Python's."""
        if not isinstance(base, Instance) and not (isinstance(base, Own) and isinstance(base.node, ast.ClassDef)):
            return base is Thing.UNKNOWN
        if not isinstance(base.node, ast.ClassDef) or not self._meaning.attribute(base, name, early):
            return True
        return self._may_be_inherited(base.node, base.source, name, early)

    def _may_be_inherited(self, node: ast.ClassDef, source: Source, name: str, early: bool) -> bool:
        """Whether a class may have a member from a library: what a subclass of a tensor does not have for sure."""
        base = Instance(node, source)
        if self.is_plain(base):
            return False
        line = [one for one in self.line(base.node, base.source, early) if isinstance(one, Own)]
        own = [one for up in line for one in up.source.names.inner[up.node].bindings.get(name, [])]
        words = base.source.names.words
        deleted = "delattr" in words or any(
            isinstance(getattr(one, "ctx", None), ast.Del) for one in words.get(name, [])
        )
        return deleted or not any(binding.certain and binding.how != "unknown" for binding in own)

    def member(self, node: ast.ClassDef, source: Source, name: str, early: bool, above: bool = False) -> Values:
        """What a class, what it inherits from or what their methods put into `self` has under a name, if anything."""
        key = (node, name, above)
        if key not in self._members:
            self._members[key] = NOTHING
            found: set[Value] = set()
            for base in self.line(node, source, early):
                if isinstance(base, Own) and isinstance(base.node, ast.ClassDef) and not (above and base.node is node):
                    found |= self._own_member(base.node, base.source, name, early)
                elif base is Thing.OWN:
                    found |= UNKNOWN
            if found and self._may_be_inherited(node, source, name, early):
                found |= UNKNOWN
            self._members[key] = frozenset(found)
        return self._members[key]

    def line(self, node: ast.ClassDef, source: Source, early: bool) -> Iterator[Value]:
        """The class and all that it inherits from."""
        todo: list[Value] = [Own(node, source)]
        seen: set[Value] = set()
        while todo:
            value = todo.pop()
            self._meaning.step()
            if value in seen:
                continue
            seen.add(value)
            yield value
            if isinstance(value, Own) and isinstance(value.node, ast.ClassDef):
                todo.extend(
                    one
                    for base in value.node.bases
                    for one in self._meaning.of(base, value.source, early)
                    if one not in seen
                )

    def _own_member(self, node: ast.ClassDef, source: Source, name: str, early: bool) -> Values:
        found: set[Value] = set()
        for binding in source.names.inner[node].bindings.get(name, []):
            found |= (
                self._meaning.bound_by(name, binding, source, early) if marks(binding.node) <= PLAIN_MARKS else UNKNOWN
            )
        stores = [*source.names.stores.get(name, []), *source.names.stores.get(None, [])]
        self._meaning.step(len(stores))
        for store in stores:
            bases = (
                self._meaning.of(store.target.value, source, early)
                if isinstance(store.target, ast.Attribute)
                else NOTHING
            )
            ours = any(isinstance(base, (Own, Instance)) and base.node is node for base in bases)
            if ours or Thing.UNKNOWN in bases:
                found |= self._meaning.of(store.value, source, early) or UNKNOWN
        return frozenset(found)

    def is_made_otherwise(self, node: ast.ClassDef, source: Source, early: bool) -> bool:
        """Whether calling a class may give something else than its instance."""
        for one in self.line(node, source, early):
            if isinstance(one, Own) and isinstance(one.node, ast.ClassDef):
                metas = [
                    value for word in one.node.keywords for value in self._meaning.of(word.value, one.source, early)
                ]
                known = all(isinstance(meta, Library) and meta.path in METACLASSES for meta in metas)
                if not known or "__new__" in one.source.names.inner[one.node].bindings:
                    return True
        return False
