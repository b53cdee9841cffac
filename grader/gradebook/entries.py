"""What a run of a class writes into the gradebook, and what it is told of earlier runs: plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grader.intake.people import Person
from grader.scoring import Result
from grader.texts import Message
from grader.verdict import Visibility


@dataclass(frozen=True)
class RunSettings:
    """All that a result depends on besides the submission. Where two runs have the same, nothing is graded twice.

    `suite` is the hash of the suites, `versions` are those of Python and the libraries.
    """

    course: str
    suite: str
    sections: tuple[str, ...]
    visibilities: tuple[Visibility, ...]
    seed: int
    budget: float
    isolation: str
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """What became of one hand-in: a `result`, or a `problem` with its files, or an error of the grader's own.

    `source` says where it lay; `at` and `late` are the platform's. `grader_error` says what took the grader down:
    nobody gets points for it, and nobody loses any without a person having looked.
    """

    people: tuple[Person, ...]
    source: str
    submission_hash: str
    result: Result | None = None
    problem: Message | None = None
    grader_error: str = ""
    at: datetime | None = None
    late: bool = False
    remarks: tuple[Message, ...] = ()
