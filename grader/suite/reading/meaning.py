"""What an expression may stand for: something of a library, something of the student's own, a text, or who knows.

The answer is a set, as a name can be bound in several places. It follows names to what they are bound to, attributes
of the student's own classes to what is stored there, and calls of own functions to what they return. Nothing is run.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from grader.suite.reading.classes import Classes
from grader.suite.reading.forms import pieces
from grader.suite.reading.names import STAR, Binding, Scope
from grader.suite.reading.source import Source
from grader.suite.reading.values import (
    BUILTINS,
    IMPORTERS,
    MAKERS,
    MODULES,
    NOTHING,
    OWN,
    OWN_FORMS,
    SHARED,
    SPACE,
    SPACES,
    TRANSPARENT,
    UNKNOWN,
    File,
    Instance,
    Library,
    Made,
    Own,
    Text,
    Thing,
    Value,
    Values,
)

MOST_VALUES = 16
MOST_TEXT = 200
MOST_DEPTH = 80
MOST_STEPS = 200_000


class TooMuch(Exception):
    """The file takes more steps to read than any student's file does."""


class Meaning:
    """What expressions mean in files that know each other as `files`, module name to source."""

    def __init__(self, files: Mapping[str, Source], most: int = MOST_STEPS) -> None:
        self.files = files
        self._most = most
        self.too_deep: list[tuple[ast.expr, Source]] = []
        """Where following was given up."""
        self._known: dict[tuple[ast.expr, bool], Values] = {}
        self.classes = Classes(self)
        self._going: set[tuple[ast.AST, str]] = set()
        self._steps = 0
        self._depth = 0

    def of(self, node: ast.expr, source: Source, early: bool = False) -> Values:
        """What an expression may stand for; nothing where it goes round in a circle."""
        key = (node, early)
        if key in self._known:
            return self._known[key]
        if self._depth >= MOST_DEPTH:
            self.too_deep.append((node, source))
            return UNKNOWN
        self.step()
        self._known[key] = NOTHING
        self._depth += 1
        try:
            values = frozenset(self._read(node, source, early))
        finally:
            self._depth -= 1
        self._known[key] = values if len(values) <= MOST_VALUES else values | UNKNOWN
        return self._known[key]

    def step(self, count: int = 1) -> None:
        """Count what is done; raises TooMuch."""
        self._steps += count
        if self._steps > self._most:
            raise TooMuch

    def texts(self, node: ast.expr, source: Source, early: bool = False) -> list[str] | None:
        """The strings that an expression may be, None where the source does not spell them out."""
        values = self.of(node, source, early)
        texts = [value.text for value in values if isinstance(value, Text)]
        return texts if texts and len(texts) == len(values) else None

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────

    def bindings(self, node: ast.Name, source: Source, early: bool = False) -> list[Binding]:
        """What binds the name at that place."""
        found = source.names.find(node.id, node, early)
        self.step(len(found) + 1)
        return found

    def bound(self, name: str, found: Iterable[Binding], source: Source, early: bool = False) -> Iterator[Value]:
        """What a name stands for, given what binds it; nothing where nothing does."""
        sure = False
        for binding in found:
            sure |= binding.name != STAR
            yield from self.bound_by(name, binding, source, early)
        if not sure and name in BUILTINS:
            yield Library("builtins" if name == "__builtins__" else f"builtins.{name}")

    def in_file(self, name: str, source: Source, early: bool = False) -> Values:
        """What a file's own name stands for once the file has been read to its end."""
        found = source.names.at_the_top(name, None, early)
        self.step(len(found))
        return frozenset(self.bound(name, found, source, early))

    def module_of(self, source: Source) -> str:
        """The name under which the other files import a file, "" where they cannot."""
        return next((name for name, file in self.files.items() if file is source), "")

    def imported(self, name: str, binding: Binding) -> tuple[Source, str] | None:
        """The submission's file that an import takes a name from, and the name there ("" for the file itself)."""
        path = f"{binding.path}.{name}" if binding.name == STAR else binding.path
        first, _, rest = path.partition(".")
        return (self.files[first], rest) if binding.how == "import" and first in self.files else None

    def bound_by(self, name: str, binding: Binding, source: Source, early: bool) -> Values:
        """What one binding makes a name stand for."""
        if binding.how == "definition":
            decorators = getattr(binding.node, "decorator_list", [])
            known = all(self.is_transparent(mark, source, early) for mark in decorators)
            return frozenset({Own(binding.node, source)}) | (NOTHING if known else UNKNOWN)
        if binding.how == "import":
            return self._imported(name, binding, early)
        if binding.how == "parameter":
            default = self.of(binding.value, source, early) if binding.value else NOTHING
            return self.classes.first_parameter(binding.scope, name, source) or UNKNOWN | default
        if binding.how == "value" and binding.value:
            return self.of(binding.value, source, early)
        if binding.how == "item" and binding.part < 0 and isinstance(binding.value, (ast.Tuple, ast.List, ast.Set)):
            return frozenset(value for part in binding.value.elts for value in self.of(part, source, early))
        if binding.how == "part" and binding.part >= 0 and binding.value:
            wholes = self.of(binding.value, source, early) - OWN
            return frozenset(one for whole in wholes for one in self._part(whole, binding.part, early)) or UNKNOWN
        return UNKNOWN

    def _part(self, whole: Value, place: int, early: bool) -> Values:
        """What stands at a place of a tuple."""
        parts = whole.node.elts if isinstance(whole, Made) and isinstance(whole.node, ast.Tuple) else []
        if not isinstance(whole, Made) or place >= len(parts) or any(isinstance(part, ast.Starred) for part in parts):
            return UNKNOWN
        return self.of(parts[place], whole.source, early)

    def is_transparent(self, decorator: ast.expr, source: Source, early: bool) -> bool:
        """Whether a decorator leaves a function or a class what it is."""
        mark = decorator.func if isinstance(decorator, ast.Call) else decorator
        values = self.of(mark, source, early)
        return bool(values) and all(isinstance(value, Library) and value.path in TRANSPARENT for value in values)

    def _imported(self, name: str, binding: Binding, early: bool) -> Values:
        found = self.imported(name, binding)
        if not found:
            return frozenset({Library(f"{binding.path}.{name}" if binding.name == STAR else binding.path)})
        source, inner = found
        if not inner:
            return frozenset({File(source)})
        key = (source.names.module.node, inner)
        if key in self._going or len(self._going) > MOST_DEPTH:
            return NOTHING
        self.step()
        self._going.add(key)
        try:
            return self.in_file(inner, source, early) or (NOTHING if binding.name == STAR else UNKNOWN)
        finally:
            self._going.discard(key)

    # ── expressions ──────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, node: ast.expr, source: Source, early: bool) -> Iterable[Value]:
        if isinstance(node, ast.Name):
            found = self.bindings(node, source, early)
            if node.id == "__name__" and not found:
                return {Text(self.module_of(source))}
            return frozenset(self.bound(node.id, found, source, early)) or UNKNOWN
        if isinstance(node, ast.Attribute):
            bases = self.of(node.value, source, early)
            return (value for base in bases for value in self.attribute(base, node.attr, early) or UNKNOWN)
        if isinstance(node, ast.Lambda):
            return {Own(node, source)}
        if isinstance(node, (ast.IfExp, ast.BoolOp)):
            parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
            return (value for part in parts for value in self.of(part, source, early))
        if isinstance(node, ast.NamedExpr):
            return self.of(node.value, source, early)
        parts = pieces(node)
        if parts:
            return self._joined(parts, source, early) or (OWN if isinstance(node, ast.JoinedStr) else UNKNOWN)
        if isinstance(node, ast.Call):
            functions = self.of(node.func, source, early)
            return (value for function in functions for value in self._called(function, node, source, early))
        if isinstance(node, ast.Subscript) and MODULES in self.of(node.value, source, early):
            return self._modules(node.slice, source, early)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return {Text(node.value)}
        if isinstance(node, OWN_FORMS):
            return OWN if isinstance(node, (ast.Constant, ast.JoinedStr)) else {Thing.OWN, Made(node, source)}
        return UNKNOWN

    def _joined(self, pieces: Sequence[ast.expr], source: Source, early: bool) -> Values:
        """The strings that the pieces make together, nothing where one of them is not spelled out."""
        choices: list[list[str]] = []
        # A long sum of tensors has its first tensor at the right end: one look tells that this is no text.
        for piece in reversed(pieces):
            texts = self.texts(piece, source, early)
            if texts is None:
                return NOTHING
            choices.insert(0, texts)
        longest = sum(len(max(choice, key=len)) for choice in choices)
        if longest > MOST_TEXT or prod(map(len, choices)) > MOST_VALUES:
            return NOTHING
        return frozenset(Text("".join(parts)) for parts in product(*choices))

    def attribute(self, base: Value, name: str, early: bool = False) -> Values:
        """What an attribute stands for, nothing where the base is not known to have one of that name."""
        if isinstance(base, Library):
            return frozenset({Library(name if name in SHARED else f"{base.path}.{name}")})
        if isinstance(base, File) and name == "__dict__":
            return frozenset({Library(SPACE)})
        if isinstance(base, File):
            return self.in_file(name, base.source, early)
        if isinstance(base, Instance) and name == "__class__":
            return self._classes_of({base})
        if isinstance(base, Instance):
            return self.classes.member(base.node, base.source, name, early, base.above)
        if isinstance(base, Own) and isinstance(base.node, ast.ClassDef):
            return self.classes.member(base.node, base.source, name, early)
        return NOTHING if base is Thing.UNKNOWN else UNKNOWN

    # ── calls ────────────────────────────────────────────────────────────────────────────────────────────────

    def _called(self, function: Value, call: ast.Call, source: Source, early: bool) -> Values:
        if isinstance(function, Own):
            return self._returned(function, early)
        if isinstance(function, Library):
            return self._of_library(function.path, call, source, early)
        return OWN if function is Thing.OWN or isinstance(function, Made) else UNKNOWN

    def _returned(self, function: Own, early: bool) -> Values:
        node, names = function.node, function.source.names
        if isinstance(node, ast.ClassDef):
            made = frozenset({Instance(node, function.source)})
            return made | UNKNOWN if self.classes.is_made_otherwise(node, function.source, early) else made
        if isinstance(node, ast.Lambda):
            return self.of(node.body, function.source, early)
        if isinstance(node, ast.AsyncFunctionDef) or node in names.generators:
            return UNKNOWN
        results = names.returns.get(node, [])
        self.step(len(results))
        return frozenset(v for result in results for v in self.of(result, function.source, early)) or UNKNOWN

    def _of_library(self, path: str, call: ast.Call, source: Source, early: bool) -> Values:
        args = call.args
        if path in MAKERS:
            return OWN | {Made(call, source)}
        if path == "builtins.super":
            return self._above(call, source, early)
        if path == "functools.partial" and args:
            return self.of(args[0], source, early)
        if path == "builtins.getattr" and len(args) > 1:
            bases, names = self.of(args[0], source, early), self.texts(args[1], source, early) or []
            found = {value for base in bases for name in names for value in self.attribute(base, name, early)}
            return frozenset(found) or UNKNOWN
        if path == "builtins.type" and len(args) == 1:
            return self._classes_of(self.of(args[0], source, early))
        if path in IMPORTERS and args:
            modules = self._modules(args[0], source, early)
            tops = {Library(one.path.partition(".")[0]) for one in modules if isinstance(one, Library)}
            return modules | tops if path == "builtins.__import__" else modules
        if path == "sys.modules.get" and args:
            return self._modules(args[0], source, early)
        if path in SPACES:
            spaces = self.of(args[0], source, early) if args else {File(source)}
            return frozenset(Library(SPACE) for space in spaces if space == File(source)) or UNKNOWN
        return UNKNOWN

    def _classes_of(self, values: Iterable[Value]) -> Values:
        """The classes of things."""
        return UNKNOWN.union(Own(value.node, value.source) for value in values if isinstance(value, Instance))

    def _modules(self, name: ast.expr, source: Source, early: bool) -> Values:
        """The modules that a text names."""
        names = self.texts(name, source, early) or []
        return frozenset(File(self.files[n]) if n in self.files else Library(n) for n in names) or UNKNOWN

    def _above(self, call: ast.Call, source: Source, early: bool) -> Values:
        if call.args:
            owners = {value.node for value in self.of(call.args[0], source, early) if isinstance(value, Own)}
        else:
            scope: Scope | None = source.names.scope_of[call]
            while scope and scope.kind != "class":
                scope = scope.parent
            owners = {scope.node} if scope else set()
        found = [Instance(owner, source, above=True) for owner in owners if isinstance(owner, ast.ClassDef)]
        return frozenset(found) or UNKNOWN
