"""What the source says of one exercise: the uses of what is forbidden, and what could hide one.

One walk, from the exercise's name over all that it names: helpers in its file and in the others that were handed in,
classes and those of their methods that are asked for, decorators, default values, names at the top level and what is
put into them. What cannot be read is `unclear` and fails nobody: what ran decides there.
"""

import ast
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grader.forbidden.bindings import COMPREHENSIONS, Binding, Position, Scopes, is_named
from grader.forbidden.constants import texts_of
from grader.forbidden.importable import importable
from grader.forbidden.names import (
    BUILTINS, GETTERS, HIDING_ATTRIBUTES, IMPORTERS, SHARED, ForbiddenNames, hiding_place, names_given_to,
)  # fmt: skip
from grader.forbidden.source import ParsedSource

MOST_STEPS = 40_000
MOST_SECONDS = 0.4
MOST_DEPTH = 40
MOST_USES = 20
LONG = 60

DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.Tuple)
CALLED_BY_PYTHON = frozenset({"forward"})
TYPE_TESTS = frozenset({"builtins.isinstance", "builtins.issubclass"})
SKIPPED = (ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.Import, ast.ImportFrom)


@dataclass(frozen=True, order=True)
class Use:
    """A use of a forbidden operation, or what could hide one; `file` is "" in the exercise's own file.

    `operation` is the entry of the course's list that it falls under; of what is unclear, what makes it so.
    """

    file: str
    line: int
    code: str
    operation: str


@dataclass(frozen=True)
class Reading:
    """What the source says of one exercise: what fails it, and what the instructor may want to look at."""

    certain: tuple[Use, ...] = ()
    unclear: tuple[Use, ...] = ()


class TooMuch(Exception):
    """The file takes more steps to read than any student's file does."""


class Place(NamedTuple):
    """Where an expression stands: its file, the functions around it, and how far the file has run by then."""

    source: ParsedSource
    scopes: Scopes = ()
    before: Position | None = None

    def within(self, scope: ast.AST) -> "Place":
        """Inside a function: it sees what is around its class, but not the class."""
        around = tuple(one for one in self.scopes if not isinstance(one, ast.ClassDef))
        return Place(self.source, (*around, scope))


class Visit(NamedTuple):
    """A node of the walk. `kept`: it is only put somewhere. `inner`: it is part of a name that is judged as a whole."""

    node: ast.AST
    place: Place
    kept: bool = False
    inner: bool = False


def read_exercise(
    sources: Mapping[str, ParsedSource], section: str, exercise: str, forbidden: Sequence[str]
) -> Reading:
    """What a submission's files say of an exercise that must not use what is `forbidden`."""
    files = importable(sources)
    walk = Walk(sources[section], files)
    own = {name for source in [sources[section], *files.values()] for name in source.names.attributes}
    check = _Check(walk, ForbiddenNames(forbidden), own)
    try:
        check.look_at_imports(exercise)
        for visit in walk.run(exercise):
            check.look_at(visit)
    except TooMuch:
        check.unclear.add(Use("", 1, "", "the file takes too long to read"))
    return check.reading()


class Walk:
    """The walk from one exercise over all that it names; `reached` and `files` fill on the way."""

    def __init__(self, source: ParsedSource, files: Mapping[str, ParsedSource], most: int = MOST_STEPS) -> None:
        self.source = source
        self.files: dict[ParsedSource, None] = {source: None}
        self.reached: dict[tuple[ParsedSource, ast.AST], None] = {}
        """What binds, or puts something into, the names at the top level that are used."""
        self._modules = files
        self._left, self._until = most, time.perf_counter() + MOST_SECONDS
        self._todo: list[Visit] = []
        self._seen: set[object] = set()
        self._known: dict[tuple[ast.AST, bool], frozenset[str]] = {}
        self._methods: dict[str, list[Visit]] = {}
        self._asked: set[str] = set()
        self._depth = 0

    def run(self, name: str) -> Iterator[Visit]:
        """Every node that the file's own `name` reaches, once."""
        if not self._link(name, Place(self.source)):
            self._link("__getattr__", Place(self.source))
        while self._todo:
            visit = self._todo.pop()
            if not isinstance(visit.node, SKIPPED) and self._first_time(visit.node):
                self._follow(visit)
                yield visit
                self._todo.extend(reversed([*self._parts(visit)]))

    def _step(self, count: int = 1) -> None:
        self._left -= count
        if self._left < 0 or time.perf_counter() > self._until:
            raise TooMuch

    def _first_time(self, what: object) -> bool:
        self._step()
        new = what not in self._seen
        self._seen.add(what)
        return new

    # ── from a name to what binds it ─────────────────────────────────────────────────────────────────────────

    def bindings(self, name: str, place: Place) -> list[Binding]:
        """What may bind a name at a place; nothing for one of Python's own."""
        source, _, before = place
        local = self._local(name, place)
        if local:
            self._step(len(local))
            return local
        self._step(len(source.names.top.get(name, ())) + 1)
        found = source.names.at_the_top(name, before)
        if found or name in BUILTINS:
            return found
        stars = source.names.top.get("*", [])
        self._step(len(stars))
        return [star._replace(path=f"{star.path}.{name}") for star in stars]

    def _local(self, name: str, place: Place) -> list[Binding] | None:
        """What binds a name in the functions around a place, and in the class where that is the innermost."""
        for scope in reversed(place.scopes):
            if scope is place.scopes[-1] or not isinstance(scope, ast.ClassDef):
                found = place.source.names.inside(scope).get(name)
                if found:
                    return found
        return None

    def _link(self, name: str, place: Place) -> bool:
        """Go on to what binds a name, and to what is put into it at the top level."""
        found, source = self.bindings(name, place), place.source
        at_the_top = self._local(name, place) is None
        for binding in found:
            if binding.path:
                self._enter(binding.path)
            if at_the_top:
                self.reached[source, binding.node] = None
            if binding.value:
                kept = isinstance(binding.value, DISPLAYS) and not binding.scopes
                self._todo.append(Visit(binding.value, self._home(binding, source), kept))
        if at_the_top and any(not binding.path for binding in found) and self._first_time((source, name)):
            for store in source.names.stores.get(name, ()):
                self.reached[source, store.node] = None
                if store.value:
                    self._todo.append(Visit(store.value, self._home(store, source), kept=True))
        return bool(found)

    def _enter(self, path: str) -> None:
        """Go on to a name of another file that was handed in."""
        module, _, rest = path.partition(".")
        if module in self._modules and self._first_time(path):
            self.files[self._modules[module]] = None
            self._link(rest.partition(".")[0], Place(self._modules[module]))

    def _home(self, binding: Binding, source: ParsedSource) -> Place:
        return Place(source, binding.scopes, None if binding.scopes else binding.at)

    def _follow(self, visit: Visit) -> None:
        match visit.node:
            case ast.Name(id=name, ctx=ast.Load()):
                self._link(name, visit.place)
            case ast.Attribute(attr=name, value=value, ctx=ast.Load()):
                self._ask(name)
                for base in self.paths(value, visit.place):
                    self._enter(f"{base}.{name}")
            case ast.MatchClass(kwd_attrs=names):
                for name in names:
                    self._ask(name)
            case ast.Call() as call:
                for _, text in self.names_in_texts(call, visit.place):
                    self._ask(text)

    def _ask(self, name: str) -> None:
        """An attribute of this name is used: methods of that name are part of the exercise."""
        if name not in self._asked:
            self._asked.add(name)
            self._todo.extend(self._methods.pop(name, ()))

    # ── from an expression to the full names that it may stand for ───────────────────────────────────────────

    def paths(self, node: ast.AST, place: Place) -> frozenset[str]:
        """The libraries' names that an expression may stand for; nothing where it stands for something else."""
        key = (node, place.before is None)
        if key not in self._known and self._depth < MOST_DEPTH:
            self._step()
            self._known[key] = frozenset()  # where it goes round in a circle
            self._depth += 1
            try:
                self._known[key] = frozenset(self._paths(node, place))
            finally:
                self._depth -= 1
        return self._known.get(key, frozenset())

    def _paths(self, node: ast.AST, place: Place) -> Iterator[str]:
        match node:
            case ast.Name(id=name):
                found = self.bindings(name, place)
                yield from self.bound_to(found, place.source)
                if not found and name in BUILTINS:
                    yield f"builtins.{name}"
            case ast.Attribute(value=value, attr=attr):
                for base in self.paths(value, place):
                    yield from self._full(f"{base}.{attr}")
            case ast.IfExp(body=first, orelse=second):
                yield from self.paths(first, place) | self.paths(second, place)
            case ast.BoolOp(values=values):
                for value in values:
                    yield from self.paths(value, place)
            case ast.NamedExpr(value=value):
                yield from self.paths(value, place)
            case ast.Call() as call:
                for base, text in self.names_in_texts(call, place):
                    yield from self._full(f"{base}.{text}" if base else text)
            case ast.Subscript(value=ast.Attribute(attr="__dict__", value=whole), slice=key):
                yield from self._items(whole, key, place)
            case ast.Subscript(value=ast.Call(func=ast.Name(id="vars"), args=[whole]), slice=key):
                yield from self._items(whole, key, place)
            case ast.Subscript(value=table, slice=key) if "sys.modules" in self.paths(table, place):
                yield from self.texts(key, place)

    def bound_to(self, found: Iterable[Binding], source: ParsedSource) -> Iterator[str]:
        for binding in found:
            if binding.path:
                yield from self._full(binding.path)
            elif isinstance(binding.value, ast.expr) and not binding.part:
                yield from self.paths(binding.value, self._home(binding, source))

    def _full(self, path: str) -> Iterator[str]:
        """A full name, as short as it can be: through other files that were handed in, and through other modules."""
        module, _, rest = path.partition(".")
        last = path.rpartition(".")[2]
        if module in self._modules and rest:
            name, _, more = rest.partition(".")
            file = self._modules[module]
            self._step()
            if self._depth < MOST_DEPTH:
                self._depth += 1
                inner = [*self.bound_to(self.bindings(name, Place(file)), file)]
                self._depth -= 1
                yield from (f"{one}.{more}" if more else one for one in inner)
        else:
            yield last if last in SHARED else path

    def _items(self, whole: ast.expr, key: ast.expr, place: Place) -> Iterator[str]:
        for base in self.paths(whole, place):
            for text in self.texts(key, place):
                yield from self._full(f"{base}.{text}")

    def names_in_texts(self, call: ast.Call, place: Place) -> list[tuple[str, str]]:
        """What a call takes by a name that is a text: `getattr(torch, "stack")`. The base is "" where it is unknown."""
        found: list[tuple[str, str]] = []
        for getter in self.paths(call.func, place) & GETTERS:
            texts = [text for arg in names_given_to(getter, call.args) for text in self.texts(arg, place)]
            bases = self.paths(call.args[0], place) if getter == "builtins.getattr" and texts else frozenset()
            found += [(base, text) for text in texts for base in bases or [""]]
        return found

    def texts(self, node: ast.expr, place: Place) -> list[str]:
        """The strings that an expression may be, nothing where the source does not spell them out."""

        def values(name: ast.Name) -> list[ast.expr]:
            self._step()
            found = self.bindings(name.id, place)
            loop = [part for one in found if one.part and isinstance(one.value, DISPLAYS) for part in _elements(one)]
            plain = [one.value for one in found if isinstance(one.value, ast.expr) and not one.part]
            return [*plain, *loop]

        return texts_of(node, values)

    # ── from a node to the parts of it that are used ─────────────────────────────────────────────────────────

    def _parts(self, visit: Visit) -> Iterator[Visit]:
        node, place, kept, _ = visit
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                before = [
                    *getattr(node, "decorator_list", ()),
                    *node.args.defaults,
                    *filter(None, node.args.kw_defaults),
                ]
                yield from (Visit(part, place, kept) for part in before)
                body = node.body if isinstance(node.body, list) else [node.body]
                yield from (Visit(part, place.within(node), kept) for part in body)
            case ast.ClassDef():
                yield from (Visit(part, place) for part in [*node.decorator_list, *node.bases, *node.keywords])
                yield from self._members(node, Place(place.source, (*place.scopes, node), place.before))
            case ast.Attribute(value=value):
                yield Visit(value, place, kept, inner=bool(self.paths(value, place)))
            case ast.Call(func=function):
                getter = bool(self.paths(function, place) & GETTERS)
                yield from (Visit(part, place, kept, getter and part is function) for part in self._used(node, place))
            case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp() if not place.scopes:
                yield from (Visit(part, place.within(node), kept) for part in ast.iter_child_nodes(node))
            case _:
                yield from (Visit(part, place, kept) for part in self._used(node, place))

    def _members(self, owner: ast.ClassDef, place: Place) -> Iterator[Visit]:
        """What of a class is used with it; a method waits until something of its name is asked for."""
        for part in owner.body:
            name = part.name if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)) else "__"
            if name.startswith("__") or name in CALLED_BY_PYTHON or name in self._asked:
                yield Visit(part, place)
            else:
                self._methods.setdefault(name, []).append(Visit(part, place))

    def _used(self, node: ast.AST, place: Place) -> Iterable[ast.AST]:
        """The parts of a node without what is only named: annotations, and types that something is compared with."""
        match node:
            case ast.AnnAssign(target=target, value=value):
                return [target, value] if value else []
            case ast.MatchClass(patterns=patterns, kwd_patterns=named):
                return [*patterns, *named]
            case ast.Call(func=function, args=[thing, types]) if (
                is_named(types) and self.paths(function, place) & TYPE_TESTS
            ):
                return [function, thing]
            case ast.Compare(left=left, comparators=others, ops=ops):
                named = all(isinstance(op, (ast.Is, ast.IsNot)) for op in ops) or any(map(_is_type, [left, *others]))
                return [part for part in [left, *others] if not (named and is_named(part))]
        return ast.iter_child_nodes(node)


class _Check:
    """Holds each node of a walk against what is forbidden."""

    def __init__(self, walk: Walk, names: ForbiddenNames, own: set[str]) -> None:
        self._walk = walk
        self._names = names
        self._own = own
        self.certain: set[Use] = set()
        self.unclear: set[Use] = set()

    def look_at_imports(self, exercise: str) -> None:
        """The exercise may be an import itself: `from torch import stack`."""
        place = Place(self._walk.source)
        for binding in self._walk.bindings(exercise, place):
            if binding.path:
                self._judge(self._walk.bound_to([binding], place.source), Visit(binding.node, place))

    def look_at(self, visit: Visit) -> None:
        walk, node, place = self._walk, visit.node, visit.place
        match node:
            case ast.Name(ctx=ast.Load()) | ast.Subscript(ctx=ast.Load()) if not visit.inner:
                self._judge(walk.paths(node, place), visit)
            case ast.Attribute(attr=name, value=value, ctx=ast.Load()):
                if not walk.paths(value, place):
                    self._judge_attribute(name, visit)
                elif not visit.inner:
                    self._judge(walk.paths(node, place), visit)
                if name in HIDING_ATTRIBUTES:
                    self._add(self.unclear, visit, name)
            case ast.MatchClass(kwd_attrs=names):
                for name in names:
                    self._judge_attribute(name, visit)
            case ast.Call(func=function) as call:
                getters = walk.paths(function, place) & GETTERS
                found = walk.names_in_texts(call, place)
                for base, text in found if getters - IMPORTERS else ():
                    if base:
                        self._judge(walk.paths(call, place), visit)
                    for part in text.split("."):
                        self._judge_attribute(part, visit) if not base else None
                if getters and not found:
                    self._add(self.unclear, visit, min(getters))

    def _judge(self, paths: Iterable[str], visit: Visit) -> None:
        """Hold something of a library against the list."""
        for path in paths:
            entry, hides = self._names.reached_by(path), hiding_place(path)
            if entry:
                self._add(self.unclear if visit.kept else self.certain, visit, entry)
            elif hides or path in GETTERS:
                self._add(self.unclear, visit, hides or path)

    def _judge_attribute(self, name: str, visit: Visit) -> None:
        """Hold an attribute of something unknown against the list: of a tensor, or of what the file itself made."""
        entry = self._names.operation(name)
        if entry:
            self._add(self.unclear if visit.kept or name in self._own else self.certain, visit, entry)
        elif self._names.leads_on(name) and name not in self._own:
            self._add(self.unclear, visit, name)

    def _add(self, found: set[Use], visit: Visit, operation: str) -> None:
        found.add(self._use(visit.node, visit.place.source, operation))

    def _use(self, node: ast.AST, source: ParsedSource, operation: str) -> Use:
        line, code = int(getattr(node, "lineno", 1)), source.segment(node)
        if isinstance(node, ast.Attribute):
            line = node.end_lineno or line
            code = code if len(code) <= LONG else f"….{node.attr}"
        return Use("" if source is self._walk.source else source.name, line, code, operation)

    def reading(self) -> Reading:
        """All that was found, and where the files could change any call."""
        for source in self._walk.files:
            if source.problem:
                file = "" if source is self._walk.source else source.name
                self.unclear.add(Use(file, source.problem.line, "", source.problem.message))
            for node, word in source.names.of_any_call[:MOST_USES]:
                self.unclear.add(self._use(node, source, word))
        lines = {(use.file, use.line) for use in self.certain}
        unclear = sorted(use for use in self.unclear if (use.file, use.line) not in lines)
        return Reading(tuple(sorted(self.certain)[:MOST_USES]), tuple(unclear[:MOST_USES]))


def _elements(binding: Binding) -> list[ast.expr]:
    """What a loop goes through, where that is written out."""
    return binding.value.elts if isinstance(binding.value, (ast.List, ast.Set, ast.Tuple)) else []


def _is_type(node: ast.expr) -> bool:
    """Whether an expression is a type by its form: `type(x)`, `x.__class__`."""
    match node:
        case ast.Call(func=ast.Name(id="type"), args=[_]) | ast.Attribute(attr="__class__"):
            return True
    return False
