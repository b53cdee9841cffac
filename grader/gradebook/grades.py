"""A student's grades as they count: the raw points, and each rule that changed them, one after the other."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from grader.intake.people import Person
from grader.scoring import Result
from grader.scoring.rounding import exact_sum
from grader.texts import Message

State = Literal["graded", "incomplete", "unreadable", "grader_error", "missing"]
"""Graded; ended before each test had an end; no submission could be read; the grader broke down; nothing came."""


@dataclass(frozen=True)
class Step:
    """One rule that changed a section's points, from `before` to `after`; `why` names it and its numbers."""

    rule: Literal["ruling", "late", "adjusted", "exempt", "dropped"]
    before: Fraction
    after: Fraction
    why: Message


@dataclass(frozen=True)
class SectionGrade:
    """A section's points. `raw` are the grader's, `points` what the `steps` have made of them.

    One that does not count (exempt, or the lowest of a student's) is part of no total.
    """

    section: str
    raw: Fraction
    points: Fraction
    max_points: Fraction
    run: int
    state: State = "graded"
    at: datetime | None = None
    late: bool = False
    steps: tuple[Step, ...] = ()
    counts: bool = True


@dataclass(frozen=True)
class StudentGrade:
    """A student's sections, in the course's order, and the results that they come from, without those of others."""

    person: Person
    sections: tuple[SectionGrade, ...]
    state: State
    results: tuple[Result, ...] = ()

    @property
    def points(self) -> Fraction:
        return exact_sum(section.points for section in self.sections if section.counts)

    @property
    def max_points(self) -> Fraction:
        return exact_sum(section.max_points for section in self.sections if section.counts)
