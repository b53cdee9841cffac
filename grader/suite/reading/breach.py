"""The calls that a ✗ forbids, found in the source of one exercise and of all that it reaches."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from grader.suite.reading.bans import GETTERS, UNREADABLE_ATTRIBUTES, Bans, names_given_to, unreadable
from grader.suite.reading.importable import importable
from grader.suite.reading.meaning import Meaning, TooMuch
from grader.suite.reading.names import DYNAMIC
from grader.suite.reading.reach import Reach, Visit
from grader.suite.reading.sharper import Sharper
from grader.suite.reading.source import Problem, Source
from grader.suite.reading.tampering import unfollowed
from grader.suite.reading.values import BUILTINS, IMPORTERS, UNKNOWN, Library, Own, Thing, Value

MOST_SHOWN = 3
WHOLE_FILE = "the file"
LONG = 60

STORES = (ast.Attribute, ast.Subscript)

SAFE_WITH_MODULES = frozenset(Library(f"builtins.{name}") for name in ("getattr", "hasattr", "id", "print", "type"))
"""Functions that may be given a whole module: what they give back is read, or is no way into it."""


@dataclass(frozen=True, order=True)
class Breach:
    """One use of what is forbidden (`certain`), or of what cannot be read; `file` is "" in the exercise's own file."""

    file: str
    line: int
    code: str
    operation: str
    certain: bool

    def __str__(self) -> str:
        """What a student is told."""
        place = f"{self.file}, line {self.line}" if self.file else f"line {self.line}"
        if self.operation == WHOLE_FILE:
            return f"{place}: the file cannot be checked: {self.code}."
        if not self.certain:
            why = "cannot be checked for what is forbidden here"
            return f"{place}: `{self.code}` {why}: write the call out, or do without it."
        known = fnmatchcase(self.code.lower(), f"*{self.operation.rpartition('.')[2].lower()}*")
        what = "" if known else f" is `{self.operation}`, which"
        return f"{place}: `{self.code}`{what} does by one call what is to be written by hand."


def breaches(
    source: Source, name: str, banned: Sequence[str], other_sources: Mapping[str, Source] | None = None
) -> list[Breach]:
    """The uses of `banned` in the exercise `name` and in what it reaches, by line; none when there is no such name."""
    if source.problem:
        return [_whole_file("", source.problem)]
    files = importable(other_sources or {})
    search = _Search(source, Bans(banned), Meaning(files), Sharper(files, source, name))
    found: set[Breach] = set()
    try:
        found.update(search.run(name))
    except TooMuch:
        found.add(_whole_file("", Problem(1, "", "it takes too long to read")))
    sure = {(breach.file, breach.line) for breach in found if breach.certain}
    return sorted(breach for breach in found if breach.certain or (breach.file, breach.line) not in sure)


def message(found: Sequence[Breach]) -> str:
    """What a student is told of some breaches, a line each: what is certain, or else what cannot be read."""
    found = [breach for breach in found if breach.certain] or found
    more = [f"and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
    return "\n".join([*map(str, found[:MOST_SHOWN]), *more])


class _Search:
    """One walk over what an exercise reaches, each node held against the bans."""

    def __init__(self, source: Source, bans: Bans, meaning: Meaning, sharper: Sharper) -> None:
        self._source = source
        self._bans = bans
        self._sharper = sharper
        self._meaning = meaning

    def run(self, name: str) -> Iterator[Breach]:
        source, reach = self._source, Reach(self._meaning)
        for binding in source.names.at_the_top(name):
            if binding.how == "import":
                for value in self._meaning.bound(name, [binding], source):
                    yield from self._judge(value, Visit(binding.node, source, False))
        for visit in reach.walk(source, name):
            yield from self._check(visit)
        for node, what in unfollowed(name, source, self._meaning):
            yield self._breach(Visit(node, source, True), what, False)
        for node, where in self._meaning.too_deep:
            yield self._breach(Visit(node, where, False), "", False)
        for file in reach.files:
            if file.problem:
                yield _whole_file(file.name, file.problem)

    def _check(self, visit: Visit) -> Iterable[Breach]:
        match visit.node:
            case ast.Name(ctx=ast.Load()) as node:
                return self._check_name(node, visit)
            case ast.Attribute(ctx=ast.Load()) as node:
                return self._check_attribute(node, visit)
            case ast.Call() as node:
                return [*self._check_getter(node, visit), *self._check_handed_on(_arguments(node), visit)]
            case ast.Assign(targets=targets, value=value) if any(isinstance(t, STORES) for t in targets):
                return self._check_handed_on([value], visit)
            case ast.Return(value=value) | ast.Yield(value=value) if value:
                return self._check_handed_on([value], visit)
            case (
                ast.Lambda(body=value) | ast.ListComp(elt=value) | ast.SetComp(elt=value) | ast.GeneratorExp(elt=value)
            ):
                return self._check_handed_on([value], visit)
            case ast.Match(subject=subject):
                return self._check_handed_on([subject], visit)
            case ast.MatchClass() as node:
                return self._check_pattern(node, visit)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.Dict(values=parts):
                return self._check_handed_on(parts, visit)
        return ()

    # ── what a node may be ───────────────────────────────────────────────────────────────────────────────────

    def _check_name(self, node: ast.Name, visit: Visit) -> Iterator[Breach]:
        found = self._meaning.bindings(node, visit.source, visit.early)
        if not found and node.id in UNREADABLE_ATTRIBUTES:
            yield self._breach(visit, node.id, False)
        if not found and node.id not in BUILTINS and DYNAMIC & visit.source.names.words.keys():
            yield self._breach(visit, node.id, False)
        if visit.role != "base":
            for value in self._meaning.of(node, visit.source, visit.early):
                yield from self._judge(value, visit)

    def _check_attribute(self, node: ast.Attribute, visit: Visit) -> Iterator[Breach]:
        bases = self._meaning.of(node.value, visit.source, visit.early)
        if Thing.UNKNOWN in bases and self._bans.operation(node.attr):
            known = self._sharper.look(node.value, visit.source, visit.early)
            bases = UNKNOWN if any(isinstance(base, Library) for base in known) else known
        for base in bases:
            yield from self._judge_attribute(base, node.attr, visit)
        if visit.role != "base":
            for value in self._meaning.of(node, visit.source, visit.early):
                yield from self._judge(value, visit)

    def _check_getter(self, call: ast.Call, visit: Visit) -> Iterator[Breach]:
        """Names that are given as texts: `getattr(torch, "stack")`, `methodcaller("softmax", 1)`."""
        for function in self._meaning.of(call.func, visit.source, visit.early):
            if not isinstance(function, Library) or function.path not in GETTERS:
                continue
            name = function.path.rpartition(".")[2]
            wanted = names_given_to(function.path, call.args)
            bases: Iterable[Value] = [Thing.UNKNOWN]
            if name == "getattr" and wanted:
                bases = self._meaning.of(call.args[0], visit.source, visit.early)
                if all(map(self._meaning.classes.is_plain, bases)):
                    continue
            texts = [self._meaning.texts(part, visit.source, visit.early) for part in wanted]
            if not texts or None in texts or any(isinstance(part, ast.Starred) for part in call.args):
                yield self._breach(visit._replace(role=""), name, False)
            elif function.path not in IMPORTERS:
                parts = [part for text in texts for one in text or () for part in one.split(".")]
                for base in bases:
                    for part in parts:
                        yield from self._judge_attribute(base, part, visit)
                        for value in self._meaning.attribute(base, part, visit.early):
                            yield from self._judge(value, visit)

    def _check_pattern(self, node: ast.MatchClass, visit: Visit) -> Iterator[Breach]:
        """Attributes that a pattern takes: `case object(softmax=f)`."""
        kinds = self._meaning.of(node.cls, visit.source, visit.early)
        if not all(isinstance(kind, Own) for kind in kinds):
            for name in node.kwd_attrs:
                yield from self._judge_attribute(Thing.UNKNOWN, name, visit)

    def _check_handed_on(self, parts: Iterable[ast.expr], visit: Visit) -> Iterator[Breach]:
        """A module given to something that could take anything out of it."""
        if isinstance(visit.node, ast.Call):
            functions = self._meaning.of(visit.node.func, visit.source, visit.early)
            if functions and functions <= SAFE_WITH_MODULES:
                return
        for part in parts:
            for value in self._meaning.of(part, visit.source, visit.early):
                if isinstance(value, Library) and self._bans.leads_to(value.path):
                    yield self._breach(visit._replace(node=part, role=""), value.path, False)

    # ── the verdict ──────────────────────────────────────────────────────────────────────────────────────────

    def _judge(self, value: Value, visit: Visit) -> Iterator[Breach]:
        """Hold something of a library against the bans."""
        if isinstance(value, Library):
            entry = self._bans.reached_by(value.path)
            if entry:
                yield self._breach(visit, entry, True)
            elif value.path in GETTERS:
                if not visit.role and not isinstance(visit.node, ast.Call):
                    yield self._breach(visit, value.path, False)
            elif unreadable(value.path):
                yield self._breach(visit, unreadable(value.path), False)

    def _judge_attribute(self, base: Value, name: str, visit: Visit) -> Iterator[Breach]:
        """Hold an attribute of what may be a tensor against the bans."""
        if name in UNREADABLE_ATTRIBUTES:
            yield self._breach(visit, name, False)
        if self._bans.operation(name) and self._meaning.classes.may_be_foreign(base, name, visit.early):
            yield self._breach(visit, self._bans.operation(name), True)

    def _breach(self, visit: Visit, operation: str, certain: bool) -> Breach:
        node, source = visit.node, visit.source
        code = source.segment(node)
        line = int(getattr(node, "lineno", 1))
        if isinstance(node, ast.Attribute):
            line = node.end_lineno or line
            code = code if len(code) <= LONG else f"….{node.attr}"
        code += "(...)" if visit.role == "callee" else ""
        return Breach("" if source is self._source else source.name, line, code, operation, certain)


def _whole_file(file: str, problem: Problem) -> Breach:
    return Breach(file, problem.line, problem.message, WHOLE_FILE, False)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]
