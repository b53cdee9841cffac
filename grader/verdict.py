"""How one test can end: the closed set of statuses, and what a test's end says.

The table is the one place that knows a status's symbol and colour; every report reads it. `texts` has its word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from grader.failure import Failure, Note
from grader.texts import Message

Visibility = Literal["public", "hidden"]
Audience = Literal["student", "instructor"]


class Status(str, Enum):
    """The end of one test. Only `PASSED` gives points."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    NOT_ATTEMPTED = "not_attempted"

    @property
    def symbol(self) -> str:
        return TABLE[self].symbol

    @property
    def colour(self) -> str:
        return TABLE[self].colour


@dataclass(frozen=True)
class Look:
    """How a status is shown: one symbol (one column wide), a colour name that rich knows."""

    symbol: str
    colour: str


TABLE: dict[Status, Look] = {
    Status.PASSED: Look("✓", "green"),
    Status.FAILED: Look("✗", "red"),
    Status.ERROR: Look("✗", "red"),
    Status.TIMEOUT: Look("✗", "magenta"),
    Status.CRASHED: Look("✗", "magenta"),
    Status.NOT_ATTEMPTED: Look("·", "dim"),
}


@dataclass(frozen=True)
class Verdict:
    """What the trusted side says of one test.

    `failure` says why it gave no points; None when it passed. `title` and `hint` are the course author's alone.
    `points` is the test's weight, 0 for a bonus; with `beside` it does not look at the answer itself.
    """

    id: str
    section: str
    exercise: str
    title: str
    visibility: Visibility
    points: float
    status: Status
    failure: Failure | None = None
    hint: str = ""
    duration: float = 0.0
    beside: bool = False


@dataclass(frozen=True)
class FileUse:
    """A file of a submission and what it was used as: a section's, or a module that others can import.

    `why` says why it could not be read, or why it was ignored; `lines` are where exercises begin in it.
    """

    name: str
    use: Literal["section", "module", "unreadable", "ignored"]
    section: str = ""
    why: Message | None = None
    lines: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Run:
    """All verdicts of one submission, with what is needed to get the same again.

    It is `complete` unless it was interrupted, or the time was used up before each test had an end.
    """

    submission: str
    submission_hash: str
    suite_hash: str
    seed: int
    isolation: str
    verdicts: tuple[Verdict, ...]
    versions: dict[str, str] = field(default_factory=dict)
    layers: tuple[dict[str, str], ...] = ()
    duration: float = 0.0
    interrupted: bool = False
    complete: bool = True
    notes: tuple[Note, ...] = ()
    path: str = ""
    files: tuple[FileUse, ...] = ()
    exercises: tuple[tuple[str, str], ...] = ()
    """Sections and the exercises in them, in the order of their tests, whatever the submission did."""
    diagnoses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The hint of the misconception that explains an exercise of a section."""
