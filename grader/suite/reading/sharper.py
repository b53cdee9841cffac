"""A closer look, where a method of the student's own may be taken for a forbidden one: `for layer in layers: layer.…`.

Parameters stand for what all calls of their function give them, items for what their list was filled with, sums for
what the student's own `__add__` returns. That holds only where all uses of the function or the list can be seen: they
are called, looped over, read at an index, and nothing else.
"""

import ast
from collections.abc import Iterable, Mapping

from grader.suite.reading.meaning import MOST_DEPTH, Meaning, TooMuch
from grader.suite.reading.names import Binding
from grader.suite.reading.places import Function, Places
from grader.suite.reading.source import Source
from grader.suite.reading.values import NOTHING, OWN, UNKNOWN, Instance, Library, Made, Own, Thing, Value, Values, paths

MOST_ROUNDS = 8
MOST_STEPS = 50_000

DICTS = (ast.Dict, ast.DictComp)
SEQUENCES = (ast.GeneratorExp, ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Tuple)

COPIES = paths({"builtins": "iter list reversed set sorted tuple"})
"""What gives the same items again."""

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Div: "truediv",
    ast.MatMult: "matmul",
    ast.Mult: "mul",
    ast.Pow: "pow",
    ast.Sub: "sub",
}


class Sharper(Meaning):
    """The meaning of expressions, with what can be known of parameters, items and sums; `exercise` gets anything."""

    def __init__(self, files: Mapping[str, Source], source: Source, exercise: str) -> None:
        super().__init__(files)
        self._entry = (source, exercise)
        self._before: dict[tuple[ast.expr, bool], Values] = {}
        self._places: dict[Source, Places] = {}

    def look(self, node: ast.expr, source: Source, early: bool) -> Values:
        """What an expression may stand for, UNKNOWN among it where it can be anything."""
        self._before = {}
        try:
            for _ in range(MOST_ROUNDS):
                self._known = {}
                self.classes.forget()
                found = self.of(node, source, early)
                if self._known == self._before or Thing.UNKNOWN in found:
                    return found
                self._before = self._known
        except TooMuch:
            pass
        return UNKNOWN

    def of(self, node: ast.expr, source: Source, early: bool = False) -> Values:
        """What an expression may stand for; where it goes round in a circle, what the last round has found."""
        key = (node, early)
        if key not in self._known:
            self.step()
            self._known[key] = self._before.get(key, NOTHING)
            self._depth += 1
            try:
                deep = self._depth > MOST_DEPTH
                self._known[key] = UNKNOWN if deep else frozenset(self._read(node, source, early))
            finally:
                self._depth -= 1
        return self._known[key]

    def step(self, count: int = 1) -> None:
        """Count what is done; raises TooMuch, and does so from then on."""
        self._steps += count
        if self._steps > MOST_STEPS:
            raise TooMuch

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────

    def bound_by(self, name: str, binding: Binding, source: Source, early: bool) -> Values:
        """What one binding makes a name stand for."""
        if binding.how == "parameter":
            return self.classes.first_parameter(binding.scope, name, source) or self._given(binding, source)
        if binding.how == "item" and binding.value:
            return self._items(binding.value, source, early, binding.part)
        if binding.how == "entered" and binding.value:
            return self._result("__enter__", self.of(binding.value, source, early), early)
        return super().bound_by(name, binding, source, early)

    def _given(self, binding: Binding, source: Source) -> Values:
        """What all calls of a function give to a parameter."""
        function = binding.scope.node
        places = self._places_of(source)
        if not isinstance(function, Function) or function.name == self._entry[1]:
            return UNKNOWN
        if not all(self.is_transparent(mark, source, True) for mark in function.decorator_list):
            return UNKNOWN
        owner = source.names.class_of(function)
        if owner and function.name == "__init__" and self.classes.is_made_otherwise(owner, source, True):
            return UNKNOWN
        calls = places.calls_of(function, [file for file in self.files.values() if file is not source])
        if calls is None:
            return UNKNOWN
        found: set[Value] = set()
        for call in calls:
            base = call.func.value if isinstance(call.func, ast.Attribute) else None
            given = places.argument(call, function, binding.name)
            of_class = base and owner and any(isinstance(one, Own) for one in self.of(base, source, True))
            if given is True or (of_class and function.name != "__init__"):
                return UNKNOWN
            value = given if isinstance(given, ast.expr) else binding.value
            found |= self.of(value, source, True) if value else NOTHING
        return frozenset(found)

    def _places_of(self, source: Source) -> Places:
        return self._places.setdefault(source, Places(source))

    # ── expressions ──────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, node: ast.expr, source: Source, early: bool) -> Iterable[Value]:
        match node:
            case ast.Subscript(value=whole, slice=place) if not isinstance(place, ast.Slice):
                return self._contents(whole, source, early, (*SEQUENCES, *DICTS))
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
                return self._combined(left, OPERATORS[type(operator)], right, source, early)
        return super()._read(node, source, early)

    def _combined(self, left: ast.expr, operator: str, right: ast.expr, source: Source, early: bool) -> Values:
        """What the student's own `__add__`, or the right side's `__radd__`, returns."""
        ours, name = self.of(left, source, early), f"__r{operator}__"
        if isinstance(left, ast.Constant):
            return self._result(name, self.of(right, source, early), early)
        # Python may ask the right side first, or when the left side does not know what to do.
        reflected = [
            self._returned(Own(binding.node, source), early)
            for scope in source.names.inner.values()
            for binding in (scope.bindings.get(name, []) if scope.kind == "class" else [])
        ]
        return self._result(f"__{operator}__", ours, early).union(*reflected)

    def _result(self, method: str, bases: Values, early: bool) -> Values:
        """What a method of the student's own instances returns."""
        found: set[Value] = set()
        for base in bases:
            members = self.attribute(base, method, early) if isinstance(base, Instance) else NOTHING
            for member in members or UNKNOWN:
                found |= self._returned(member, early) if isinstance(member, Own) else UNKNOWN
        return frozenset(found) or UNKNOWN

    def _items(self, whole: ast.expr, source: Source, early: bool, part: int = -1) -> Values:
        """What a loop takes out of an expression; with `part`, what stands there in each item."""
        self.step()
        match whole:
            case ast.Call(func=ast.Attribute(value=inner, attr="values"), args=[]) if part < 0:
                return self._contents(inner, source, early, DICTS)
            case ast.Call(func=ast.Attribute(value=inner, attr="items"), args=[]) if part == 1:
                return self._contents(inner, source, early, DICTS)
            case ast.Call(func=function, args=[first, *_] as args, keywords=[]):
                called = {one.path for one in self.of(function, source, early) if isinstance(one, Library)}
                if called == {"builtins.enumerate"}:
                    return self._items(first, source, early) if part == 1 else UNKNOWN
                if called == {"builtins.zip"} and 0 <= part < len(args):
                    return self._items(args[part], source, early)
                if called and called <= COPIES and part < 0:
                    return self._items(first, source, early)
            case ast.Subscript(value=inner, slice=ast.Slice()) if part < 0:
                return self._items(inner, source, early)
            case ast.List() | ast.Set() | ast.Tuple() | ast.GeneratorExp() | ast.ListComp() | ast.SetComp() if part < 0:
                return self._written(whole, source, early)
        return self._contents(whole, source, early, SEQUENCES) if part < 0 else UNKNOWN

    def _contents(self, container: ast.expr, source: Source, early: bool, kinds: tuple[type[ast.expr], ...]) -> Values:
        """What is in a list or a dict that has a name."""
        found: set[Value] = set()
        for value in self.of(container, source, early) - OWN:
            if not isinstance(value, Made) or not isinstance(value.node, kinds):
                return UNKNOWN
            put = self._places_of(value.source).contents(value.node)
            if put is None:
                return UNKNOWN
            found |= self._written(value.node, value.source, early)
            found.update(one for part in put for one in self.of(part, value.source, True))
        return frozenset(found) or UNKNOWN

    def _written(self, container: ast.expr, source: Source, early: bool) -> Values:
        """What a list or a dict has in it where it is written."""
        match container:
            case ast.List(elts=parts) | ast.Set(elts=parts) | ast.Tuple(elts=parts):
                values = [
                    self._items(part.value, source, early)
                    if isinstance(part, ast.Starred)
                    else self.of(part, source, early)
                    for part in parts
                ]
            case ast.GeneratorExp(elt=part) | ast.ListComp(elt=part) | ast.SetComp(elt=part):
                values = [self.of(part, source, early)]
            case ast.Dict(keys=keys, values=parts) if None not in keys:
                values = [self.of(part, source, early) for part in parts]
            case ast.DictComp(value=part):
                values = [self.of(part, source, early)]
            case _:
                return UNKNOWN
        return frozenset(one for value in values for one in value)
