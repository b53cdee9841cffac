"""What the things of a file are given by others: by calls, by other names of the same thing, by calls of functions.

An exercise uses a list, an object, a name that a function binds; what is in it may come from any line of the file:
`alias.append(f)`, `box.keep(f)`, `fill(table, f)`, `register("name")(f)`. A parameter that is kept may be any argument
of any call of that function.
"""

import ast
from collections.abc import Iterator
from functools import cached_property

from grader.suite.reading.binding import CHANGERS
from grader.suite.reading.forms import last_of, root_of
from grader.suite.reading.meaning import Meaning
from grader.suite.reading.names import Store
from grader.suite.reading.source import Source
from grader.suite.reading.values import Instance, Library, Made, Own, Thing, Value

KEEPERS = CHANGERS | {"heappush", "heappushpop", "heapreplace", "insort", "insort_left", "insort_right", "setitem"}
KEEPERS |= {"update_wrapper"}
"""Functions of Python's that put an argument into another."""

PYTHONS = frozenset({"bisect", "builtins", "collections", "functools", "heapq", "operator"})

PARAMETERS = ("parameter", "unknown")
"""How a parameter is bound; `*args` is unknown."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Flows:
    """The flows of one file."""

    def __init__(self, source: Source, meaning: Meaning) -> None:
        self._source = source
        self._meaning = meaning

    def into(self, name: str) -> Iterator[tuple[ast.AST, ast.AST, bool]]:
        """What puts a value into the thing that a module-level name stands for, the value, and whether that is kept."""
        names = self._source.names
        things = [thing for thing in self._meaning.in_file(name, self._source, True) if _has_an_identity(thing)]
        stores = [store for root, store in names.changes.get(name, []) if names.is_at_the_top(name, root)]
        for store in [*stores, *(store for thing in things for store in self._changes.get(thing, []))]:
            yield store.statement, store.value, True
        for root, node in self._registered.get(name, []):
            if names.is_at_the_top(name, root):
                yield node, node, True
        calls = [call for root, call in names.handed.get(name, []) if names.is_at_the_top(name, root)]
        for call in dict.fromkeys([*calls, *(call for thing in things for call in self._handed.get(thing, []))]):
            kept = self._kept_by(call)
            if kept is not None:
                yield from ((call, given, True) for given in self._references(call))
                yield from ((call, value, False) for value in kept)

    def given_to(self, parameter: ast.Name, early: bool) -> Iterator[ast.AST]:
        """What a name stands for if it is a parameter: the arguments of all calls of its function."""
        for binding in self._meaning.bindings(parameter, self._source, early):
            if binding.how in PARAMETERS and isinstance(binding.scope.node, Function):
                for call in self._calls.get(Own(binding.scope.node, self._source), []):
                    yield from self._references(call) if isinstance(call, ast.Call) else [call]

    @cached_property
    def _changes(self) -> dict[Value, list[Store]]:
        """What is put into things, by thing; names at the top are known without this."""
        found: dict[Value, list[Store]] = {}
        for stores in self._source.names.changes.values():
            for root, store in stores:
                changed = store.target.value if isinstance(store.target, (ast.Attribute, ast.Subscript)) else root
                for thing in dict.fromkeys([*self._things(root), *self._things(changed)]):
                    found.setdefault(thing, []).append(store)
        return found

    @cached_property
    def _registered(self) -> dict[str, list[tuple[ast.Name, ast.AST]]]:
        """The definitions that a decorator puts into a thing, by the thing's name: `@go.register`."""
        found: dict[str, list[tuple[ast.Name, ast.AST]]] = {}
        for node in self._source.names.inner:
            for mark in getattr(node, "decorator_list", []):
                method, root = mark.func if isinstance(mark, ast.Call) else mark, root_of(mark)
                if isinstance(root, ast.Name) and isinstance(method, ast.Attribute) and last_of(method) in CHANGERS:
                    found.setdefault(root.id, []).append((root, node))
        return found

    @cached_property
    def _handed(self) -> dict[Value, list[ast.Call]]:
        """The calls that things are arguments of."""
        found: dict[Value, list[ast.Call]] = {}
        for calls in self._source.names.handed.values():
            for root, call in calls:
                for thing in self._things(root):
                    found.setdefault(thing, []).append(call)
        return found

    @cached_property
    def _calls(self) -> dict[Value, list[ast.AST]]:
        """The calls of own functions; for a decorator the definition that it is given."""
        found: dict[Value, list[ast.AST]] = {}
        names, meaning = self._source.names, self._meaning
        # What is given to another function may be called by it with what that is given: `map(f, values)`.
        uses: list[tuple[ast.expr, ast.AST]] = []
        for call in names.calls.values():
            uses += [(part, call) for part in [call.func, *call.args, *(keyword.value for keyword in call.keywords)]]
        uses += [(mark, node) for node in names.inner for mark in getattr(node, "decorator_list", [])]
        for function, use in uses:
            for value in meaning.of(function, self._source, True):
                if isinstance(value, Own):
                    found.setdefault(value, []).append(use)
        return found

    @cached_property
    def _keeping(self) -> dict[ast.AST, dict[ast.AST, None]]:
        """The functions that put something into one of their arguments, and what they put."""
        names = self._source.names
        found: dict[ast.AST, dict[ast.AST, None]] = {}
        for stores in names.changes.values():
            for root, store in stores:
                for function in self._functions_of(root):
                    found.setdefault(function, {})[store.value] = None
        handed = [
            (function, call)
            for calls in names.handed.values()
            for root, call in calls
            for function in self._functions_of(root)
        ]
        while True:
            before = sum(map(len, found.values()))
            self._meaning.step(len(handed))
            for function, call in reversed(handed):
                kept = self._kept_by(call, found)
                if kept is not None:
                    found.setdefault(function, {}).update(dict.fromkeys(kept))
            if sum(map(len, found.values())) == before:
                break
        return found

    def _functions_of(self, root: ast.Name) -> list[ast.AST]:
        """The function that a name is a parameter of."""
        bindings = self._meaning.bindings(root, self._source, True)
        return [one.scope.node for one in bindings if one.how in PARAMETERS]

    def _kept_by(
        self, call: ast.Call, keeping: dict[ast.AST, dict[ast.AST, None]] | None = None
    ) -> list[ast.AST] | None:
        """What a call puts into its arguments besides each other, None where it puts nothing into them."""
        keeping = self._keeping if keeping is None else keeping
        found: list[ast.AST] | None = None
        for function in self._meaning.of(call.func, self._source, True):
            self._meaning.step()
            if isinstance(function, Library):
                first, _, last = function.path.partition(".")
                if first in PYTHONS and last.rpartition(".")[2] in KEEPERS:
                    found = found or []
            elif isinstance(function, Own):
                node = function.node
                for method in node.body if isinstance(node, ast.ClassDef) else [node]:
                    if method in keeping:
                        found = [*(found or []), *keeping[method]]
        return found

    def _things(self, root: ast.expr) -> list[Value]:
        self._meaning.step()
        return [thing for thing in self._meaning.of(root, self._source, True) if _has_an_identity(thing)]

    def _references(self, call: ast.Call) -> Iterator[ast.expr]:
        """The arguments of a call that may be something to be called."""
        for given in [*call.args, *(keyword.value for keyword in call.keywords)]:
            if not (isinstance(given, ast.Call) and _is_a_result(given, self._source, self._meaning)):
                yield given


def may_be_called(node: ast.AST, source: Source, meaning: Meaning) -> bool:
    """Whether a value that is put somewhere may be, or hold, something to be called: no number or tensor."""
    if isinstance(node, ast.Call):
        return not _is_a_result(node, source, meaning)
    if isinstance(node, ast.Name) and any(one.how in PARAMETERS for one in meaning.bindings(node, source, True)):
        return True
    return not isinstance(node, ast.expr) or not meaning.of(node, source, True) <= {Thing.OWN, Thing.UNKNOWN}


def _is_a_result(call: ast.Call, source: Source, meaning: Meaning) -> bool:
    """Whether a call gives a number or a tensor."""
    given = {value for part in call.args for value in meaning.of(part, source, True)}
    if any(isinstance(value, (Library, Own)) for value in given):
        return False
    functions = meaning.of(call.func, source, True) - {Thing.UNKNOWN}
    return all(isinstance(one, Library) and _gives_a_number(one.path) for one in functions)


def _has_an_identity(value: Value) -> bool:
    return isinstance(value, (Instance, Made)) or (isinstance(value, Own) and not isinstance(value.node, ast.Lambda))


def _gives_a_number(path: str) -> bool:
    first, _, last = path.partition(".")
    return first not in PYTHONS and last.rpartition(".")[2].islower()
