"""What the source says of one exercise: the uses of what is forbidden, and what could hide one.

It is one walk from the exercise over all that it names: helpers in its file and in the others of the submission,
classes and those of their methods that are asked for, decorators, default values, names at the top level and what is
put into them. What is only put somewhere, or cannot be read, is `unclear` and fails nobody: what ran decides there.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grader.failure import Use
from grader.forbidden.bindings import FUNCTIONS, is_named
from grader.forbidden.importable import importable
from grader.forbidden.lookup import Lookup, Scope, TooMuch
from grader.forbidden.names import GETTERS, HIDING_ATTRIBUTES, ForbiddenNames, forbidden_names, hiding_place
from grader.forbidden.source import ParsedSource
from grader.texts import say

MOST_USES = 20
LONG = 60

TABLES = (ast.Dict, ast.List, ast.Set, ast.Tuple)
COMPARISONS = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
SKIPPED = (ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.Import, ast.ImportFrom)


class Part(NamedTuple):
    """A node and where it stands. `kept`: it is only put somewhere. `inner`: it is judged as part of a longer name."""

    node: ast.AST
    scope: Scope
    kept: bool = False
    inner: bool = False


@dataclass(frozen=True)
class Reading:
    """What the source says of one exercise: what fails it, and what the instructor may want to look at."""

    certain: tuple[Use, ...] = ()
    unclear: tuple[Use, ...] = ()


def read_exercise(
    sources: Mapping[str, ParsedSource], section: str, exercise: str, forbidden: Sequence[str]
) -> Reading:
    """What a submission's files say of an exercise that must not use what is `forbidden`."""
    walk = _Walk(sources[section], Lookup(importable(sources)), forbidden_names(tuple(forbidden)))
    try:
        walk.go_from(exercise)
    except TooMuch:
        walk.unclear.add(Use(say("unread_slow"), 1))
    return walk.reading()


class _Walk:
    """The walk from one exercise, which holds each node that it comes to against what is forbidden."""

    def __init__(self, source: ParsedSource, lookup: Lookup, names: ForbiddenNames) -> None:
        self._source, self._lookup, self._names = source, lookup, names
        self._own = set[str]().union(*(file.names.attributes for file in [source, *lookup.modules.values()]))
        self._files: dict[ParsedSource, None] = {source: None}
        self._todo: list[Part] = []
        self._seen: set[object] = set()
        self._asked: set[str] = set()
        self._methods: dict[str, list[Part]] = {}
        self.certain: set[Use] = set()
        self.unclear: set[Use] = set()

    def go_from(self, exercise: str) -> None:
        top = Scope(self._source)
        for binding, _ in self._lookup.bindings(exercise, top):
            if binding.path:  # the exercise is an import itself: `from torch import stack`
                self._judge(self._lookup.bound_to(exercise, top), Part(binding.statement, top))
        self._follow(exercise if self._lookup.bindings(exercise, top) else "__getattr__", top)
        while self._todo:
            part = self._todo.pop()
            if not isinstance(part.node, SKIPPED) and self._first_time(part.node):
                self._todo.extend(reversed([*self._look_at(part)]))

    def _first_time(self, what: object) -> bool:
        self._lookup.step()
        new = what not in self._seen
        self._seen.add(what)
        return new

    # ── where the walk goes on ───────────────────────────────────────────────────────────────────────────────

    def _follow(self, name: str, scope: Scope) -> None:
        """Go on to what binds a name. A table at the top level may have the library's way beside the student's own."""
        found = self._lookup.bindings(name, scope)
        for binding, home in found:
            self._enter(binding.path)
            if binding.value:
                self._todo.append(Part(binding.value, home, isinstance(binding.value, TABLES) and not home.outer))
        file = scope.source
        if found and not found[0][1].outer and self._first_time((file, name)):
            stores = file.names.stores.get(name, ())
            self._todo.extend(Part(one.value, Scope(file), kept=True) for one in stores if one.value)

    def _enter(self, path: str) -> None:
        """Go on to a name of another file of the submission."""
        file, rest = self._lookup.led_to(path)
        if file and self._first_time(path):
            self._files[file] = None
            self._follow(rest.partition(".")[0], Scope(file))

    def _ask(self, name: str) -> None:
        """An attribute of this name is used: methods of that name are part of the exercise."""
        if name not in self._asked:
            self._asked.add(name)
            self._todo.extend(self._methods.pop(name, ()))

    def _members(self, owner: ast.ClassDef, scope: Scope) -> Iterator[Part]:
        """What of a class is used with it; a method waits until something of its name is asked for."""
        for node in owner.body:
            name = node.name if isinstance(node, FUNCTIONS) else "__"
            if name.startswith("__") or name == "forward" or name in self._asked:
                yield Part(node, scope)
            else:
                self._methods.setdefault(name, []).append(Part(node, scope))

    # ── what a node uses ─────────────────────────────────────────────────────────────────────────────────────

    def _look_at(self, part: Part) -> Iterable[Part]:
        """Judge one node, and give those of its parts that are used: no annotations, nothing that is only compared."""
        node, scope, kept, inner = part
        used: Iterable[ast.AST | None] = ast.iter_child_nodes(node)
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                self._follow(name, scope)
                self._judge(() if inner else self._lookup.paths(node, scope), part)
            case ast.Attribute(attr=name, value=value, ctx=ast.Load()):
                bases = self._lookup.paths(value, scope)
                self._ask(name)
                for base in bases:
                    self._enter(f"{base}.{name}")
                if name in HIDING_ATTRIBUTES:
                    self._add(self.unclear, name, part)
                if not bases:
                    self._judge_attribute(name, part)
                self._judge(() if inner else self._lookup.paths(node, scope), part)
                return [Part(value, scope, kept, inner=bool(bases))]
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[thing, types]) if is_named(types):
                used = [thing]
            case ast.Call(func=function, args=args, keywords=keywords):
                getters = self._lookup.paths(function, scope) & GETTERS.keys()
                self._judge_getters(getters, node, part)
                return [
                    Part(function, scope, kept, bool(getters)),
                    *(Part(one, scope, kept) for one in [*args, *keywords]),
                ]
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                before = [*getattr(node, "decorator_list", ()), *node.args.defaults, *node.args.kw_defaults]
                body = node.body if isinstance(node.body, list) else [node.body]
                within = scope.inside(node)
                around = [Part(one, scope, kept) for one in before if one]
                return [*around, *(Part(one, within, kept) for one in body)]
            case ast.ClassDef(decorator_list=marks, bases=kinds, keywords=keywords):
                return [
                    *(Part(one, scope) for one in [*marks, *kinds, *keywords]),
                    *self._members(node, scope.inside(node)),
                ]
            case ast.AnnAssign(target=target, value=value_or_none):
                used = [target, value_or_none]
            case ast.MatchClass(patterns=patterns, kwd_attrs=names, kwd_patterns=more):
                for name in names:
                    self._ask(name)
                    self._judge_attribute(name, part)
                used = [*patterns, *more]
            case ast.Compare(left=left, comparators=others, ops=ops) if all(isinstance(op, COMPARISONS) for op in ops):
                used = [one for one in [left, *others] if not is_named(one)]
        return [Part(one, scope, kept) for one in used if one]

    def _judge(self, paths: Iterable[str], part: Part) -> None:
        """Hold something of a library against the list."""
        for path in paths:
            entry, hides = self._names.reached_by(path), hiding_place(path)
            if entry:
                self._add(self.unclear if part.kept else self.certain, entry, part)
            elif hides or path in GETTERS:
                self._add(self.unclear, hides or path, part)

    def _judge_attribute(self, name: str, part: Part) -> None:
        """Hold an attribute of something unknown against the list: of a tensor, or of what the file itself made."""
        entry = self._names.operation(name)
        if entry:
            self._add(self.unclear if part.kept or name in self._own else self.certain, entry, part)
        elif self._names.leads_on(name) and name not in self._own:
            self._add(self.unclear, name, part)

    def _judge_getters(self, getters: Iterable[str], call: ast.Call, part: Part) -> None:
        """Hold what a call takes by its name as a text against the list."""
        for getter in getters:
            given, paths = self._lookup.name_given(call, part.scope), self._lookup.paths(call, part.scope)
            self._judge(paths, part)
            for name in given.split(".") if given and not paths else ():
                self._ask(name)
                self._judge_attribute(name, part)
            if not given:
                self._add(self.unclear, getter, part)

    # ── what is said of it ───────────────────────────────────────────────────────────────────────────────────

    def _add(self, found: set[Use], operation: str, part: Part) -> None:
        found.add(self._use(operation, part.node, part.scope.source))

    def _use(self, operation: str, node: ast.AST, source: ParsedSource) -> Use:
        line, code = int(getattr(node, "lineno", 1)), source.segment(node)
        if isinstance(node, ast.Attribute):
            line = node.end_lineno or line
            code = code if len(code) <= LONG else f"….{node.attr}"
        return Use(operation, line, code, "" if source is self._source else source.name)

    def reading(self) -> Reading:
        """All that was found, and where the files could change any call."""
        for source in self._files:
            if source.problem:
                file = "" if source is self._source else source.name
                self.unclear.add(Use(source.problem.message, source.problem.line, "", file))
            self.unclear.update(self._use(word, node, source) for node, word in source.names.of_any_call[:MOST_USES])
        lines = {(use.file, use.line) for use in self.certain}
        unclear = sorted(use for use in self.unclear if (use.file, use.line) not in lines)
        return Reading(tuple(sorted(self.certain)[:MOST_USES]), tuple(unclear[:MOST_USES]))
