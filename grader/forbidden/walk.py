"""The walk from one exercise over all that it names: helpers in its file and in the others of the submission, classes
and those of their methods that are asked for, decorators, default values, names at the top level and what is put into
them. It is bounded in steps and not by a clock: the same file is read the same way on every machine.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from grader.forbidden.bindings import FUNCTIONS, Binding, Scopes, is_named
from grader.forbidden.constants import texts_of
from grader.forbidden.names import BUILTINS, GETTERS, SHARED, names_given_to
from grader.forbidden.source import ParsedSource

MOST_STEPS = 20_000
"""Fifty times what the longest honest exercise takes."""

MOST_DEPTH = 40

DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.Tuple)
CALLED_BY_PYTHON = frozenset({"forward"})
TYPE_TESTS = frozenset({"builtins.isinstance", "builtins.issubclass"})
SKIPPED = (ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.Import, ast.ImportFrom)


class TooMuch(Exception):
    """The file takes more steps to read than any student's file does."""


class Place(NamedTuple):
    """Where an expression stands: its file, and the functions and classes around it."""

    source: ParsedSource
    scopes: Scopes = ()

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


class Walk:
    """The walk from one exercise over all that it names; `reached` and `files` fill on the way."""

    def __init__(self, source: ParsedSource, files: Mapping[str, ParsedSource]) -> None:
        self.source = source
        self.files: dict[ParsedSource, None] = {source: None}
        self.reached: dict[tuple[ParsedSource, ast.AST], None] = {}
        """What binds, or puts something into, the names at the top level that are used."""
        self._modules = files
        self._left = MOST_STEPS
        self._todo: list[Visit] = []
        self._seen: set[object] = set()
        self._known: dict[ast.AST, frozenset[str]] = {}
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
        if self._left < 0:
            raise TooMuch

    def _first_time(self, what: object) -> bool:
        self._step()
        new = what not in self._seen
        self._seen.add(what)
        return new

    # ── from a name to what binds it ─────────────────────────────────────────────────────────────────────────

    def bindings(self, name: str, place: Place) -> list[tuple[Binding, Place]]:
        """What may bind a name at a place, and where its value stands; nothing for one of Python's own."""
        local, source = self._local(name, place), place.source
        if local is not None:
            self._step(len(local))
            return local
        self._step(len(source.names.top.get(name, ())) + 1)
        found = source.names.at_the_top(name)
        if not found and name not in BUILTINS:
            found = [star._replace(path=f"{star.path}.{name}") for star in source.names.top.get("*", ())]
            self._step(len(found))
        return [(binding, Place(source, binding.scopes)) for binding in found]

    def _local(self, name: str, place: Place) -> list[tuple[Binding, Place]] | None:
        """What binds a name in the functions around a place, and in the class where that is the innermost."""
        source, scopes = place
        for end in range(len(scopes), 0, -1):
            if end == len(scopes) or not isinstance(scopes[end - 1], ast.ClassDef):
                found = source.names.inside(scopes[end - 1]).get(name)
                if found:
                    return [(binding, Place(source, scopes[:end])) for binding in found]
        return None

    def _link(self, name: str, place: Place) -> bool:
        """Go on to what binds a name, and to what is put into it at the top level."""
        found, source = self.bindings(name, place), place.source
        at_the_top = self._local(name, place) is None
        for binding, home in found:
            if binding.path:
                self._enter(binding.path)
            if binding.value:
                self._todo.append(Visit(binding.value, home, isinstance(binding.value, DISPLAYS) and not home.scopes))
            if at_the_top:
                self.reached[source, binding.node] = None
            if at_the_top and not binding.path and self._first_time((source, name)):
                for store in source.names.stores.get(name, ()):
                    self.reached[source, store.node] = None
                    if store.value:
                        self._todo.append(Visit(store.value, Place(source), kept=True))
        return bool(found)

    def _enter(self, path: str) -> None:
        """Go on to a name of another file of the submission."""
        file, rest = self._led_to(path)
        if file and self._first_time(path):
            self.files[file] = None
            self._link(rest.partition(".")[0], Place(file))

    def _led_to(self, path: str) -> tuple[ParsedSource | None, str]:
        """The file of the submission that a full name leads to, and what it names there."""
        parts = path.split(".", MOST_DEPTH)
        for end in range(len(parts), 0, -1):
            file = self._modules.get(".".join(parts[:end]))
            if file:
                return file, ".".join(parts[end:])
        return None, path

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
        if node not in self._known and self._depth < MOST_DEPTH:
            self._step()
            self._known[node] = frozenset()  # where it goes round in a circle
            self._depth += 1
            try:
                self._known[node] = frozenset(self._paths(node, place))
            finally:
                self._depth -= 1
        found = self._known.get(node, frozenset())
        self._step(len(found))
        return found

    def _paths(self, node: ast.AST, place: Place) -> Iterator[str]:
        match node:
            case ast.Name(id=name):
                yield from self.bound_to(name, place)
                if name in BUILTINS and not self.bindings(name, place):
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

    def bound_to(self, name: str, place: Place) -> Iterator[str]:
        """The libraries' names that a name may stand for."""
        for binding, home in self.bindings(name, place):
            if binding.path:
                yield from self._full(binding.path)
            elif isinstance(binding.value, ast.expr):
                yield from self.paths(binding.value, home)

    def _full(self, path: str) -> Iterator[str]:
        """A full name, as short as it can be: through other files of the submission, and through other modules."""
        file, rest = self._led_to(path)
        last = path.rpartition(".")[2]
        if file and rest:
            name, _, more = rest.partition(".")
            self._step()
            if self._depth < MOST_DEPTH:
                self._depth += 1
                inner = [*self.bound_to(name, Place(file))]
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
            return [one.value for one, _ in self.bindings(name.id, place) if isinstance(one.value, ast.expr)]

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
                yield from self._members(node, Place(place.source, (*place.scopes, node)))
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
            name = part.name if isinstance(part, FUNCTIONS) else "__"
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
                of_types = all(isinstance(op, (ast.Is, ast.IsNot)) for op in ops) or any(map(_is_type, [left, *others]))
                return [part for part in [left, *others] if not (of_types and is_named(part))]
        return ast.iter_child_nodes(node)


def _is_type(node: ast.expr) -> bool:
    """Whether an expression is a type by its form: `type(x)`, `x.__class__`."""
    match node:
        case ast.Call(func=ast.Name(id="type"), args=[_]) | ast.Attribute(attr="__class__"):
            return True
    return False
