"""What the source says of one exercise: the uses of what is forbidden, and what could hide one.

What cannot be read is `unclear` and fails nobody: what ran decides there.
"""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.failure import Use
from grader.forbidden.importable import importable
from grader.forbidden.names import (
    GETTERS,
    HIDING_ATTRIBUTES,
    IMPORTERS,
    ForbiddenNames,
    forbidden_names,
    hiding_place,
)
from grader.forbidden.source import ParsedSource
from grader.forbidden.walk import Place, TooMuch, Visit, Walk
from grader.texts import say

MOST_USES = 20
LONG = 60


@dataclass(frozen=True)
class Reading:
    """What the source says of one exercise: what fails it, and what the instructor may want to look at."""

    certain: tuple[Use, ...] = ()
    unclear: tuple[Use, ...] = ()


def read_exercise(
    sources: Mapping[str, ParsedSource], section: str, exercise: str, forbidden: Sequence[str]
) -> Reading:
    """What a submission's files say of an exercise that must not use what is `forbidden`."""
    files = importable(sources)
    walk = Walk(sources[section], files)
    own = {name for source in [sources[section], *files.values()] for name in source.names.attributes}
    check = _Check(walk, forbidden_names(tuple(forbidden)), own)
    try:
        check.look_at_imports(exercise)
        for visit in walk.run(exercise):
            check.look_at(visit)
    except TooMuch:
        check.unclear.add(Use(say("unread_slow"), 1))
    return check.reading()


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
        for binding, _ in self._walk.bindings(exercise, place):
            if binding.path:
                self._judge(self._walk.bound_to(exercise, place), Visit(binding.node, place))

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
        return Use(operation, line, code, "" if source is self._walk.source else source.name)

    def reading(self) -> Reading:
        """All that was found, and where the files could change any call."""
        for source in self._walk.files:
            if source.problem:
                file = "" if source is self._walk.source else source.name
                self.unclear.add(Use(source.problem.message, source.problem.line, "", file))
            for node, word in source.names.of_any_call[:MOST_USES]:
                self.unclear.add(self._use(node, source, word))
        lines = {(use.file, use.line) for use in self.certain}
        unclear = sorted(use for use in self.unclear if (use.file, use.line) not in lines)
        return Reading(tuple(sorted(self.certain)[:MOST_USES]), tuple(unclear[:MOST_USES]))
