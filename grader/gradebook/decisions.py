"""What an instructor decides, as plain data: on points, deadlines and tests, with a number, a reason and a time."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from grader.course import Ruling


@dataclass(frozen=True)
class Adjustment:
    """Of a student's section: points set or added, exempt, or the run whose submission counts."""

    person: str
    section: str
    kind: Literal["set", "add", "exempt", "choose"]
    points: Fraction = Fraction(0)
    run: int | None = None


@dataclass(frozen=True)
class Extension:
    """A deadline of one student's own."""

    person: str
    section: str
    until: datetime


@dataclass(frozen=True)
class HandedIn:
    """When a student really handed a section in, whatever the platform says or does not say."""

    person: str
    section: str
    at: datetime


@dataclass(frozen=True)
class TestRuling:
    """A test that no longer counts, or that everybody gets; by its function, such as `hidden/s1::test_mean`."""

    __test__ = False

    test: str
    ruling: Ruling


What = Adjustment | Extension | HandedIn | TestRuling


@dataclass(frozen=True)
class Decision:
    """One decision, on one student and section or on many at once. One that is `undone` no longer holds."""

    number: int
    what: tuple[What, ...]
    why: str
    made: datetime
    undone: datetime | None = None
