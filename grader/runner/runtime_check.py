"""What ran while an exercise was tested is held against what it forbids; what is odd about it is noted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.boundary.session import Session
from grader.failure import Note
from grader.feedback.outcome import Forbidden
from grader.forbidden.runtime import MOST_CALLS, Heard, Remark, WhatRan, watch
from grader.runner.facts import Facts
from grader.suite.case import Case

Exercise = tuple[str, str]

LATER_CALLS = 1
"""Of each test after the first of an exercise whose source is clear: its calls differ from those of others."""

ALL_CALLS = 1000
"""Of a test whose exercise has code that cannot be read: it may call in one example what it does not in others."""


@dataclass
class RuntimeCheck:
    """Watches the first calls of each test whose exercise forbids something."""

    session: Session
    facts: Facts
    _logs: dict[Exercise, list[WhatRan]] = field(default_factory=dict)

    def look(self, case: Case, heard: Iterable[Heard], seconds: float) -> None:
        """Raise `Forbidden`, or the `WorkerLost` of a hang, where these calls of a test show that when made again."""
        key = case.section, case.exercise
        names = self.facts.forbidden.get(key, ())
        if not names:
            return
        unclear, logs = self.facts.reading(*key).unclear, self._logs.setdefault(key, [])
        deeply = bool(unclear) or not logs
        most = ALL_CALLS if unclear else LATER_CALLS if logs else MOST_CALLS
        ran = watch(
            self.session, heard, case.exercise, names, seconds, self.facts.sources, case.section,
            deeply=deeply, most=most,
        )  # fmt: skip
        logs.append(ran)
        if ran.uses:
            raise Forbidden("forbidden_ran", ran.uses)
        if ran.hung:
            raise ran.hung
        if ran.blinded and unclear:
            raise Forbidden("forbidden_hidden", unclear)

    @property
    def notes(self) -> list[Note]:
        """What an instructor may want to look at, each remark once an exercise."""
        return [
            note
            for (section, exercise), logs in self._logs.items()
            for note in _notes(section, exercise, {remark for ran in logs for remark in ran.remarks})
        ]


def _notes(section: str, exercise: str, remarks: set[Remark]) -> list[Note]:
    changed = tuple(sorted(remark.what for remark in remarks if remark.kind == "changed"))
    kinds = sorted({remark.kind for remark in remarks})
    return [Note(kind, section, exercise, names=changed if kind == "changed" else ()) for kind in kinds]
