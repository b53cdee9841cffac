"""What a student's copy has in the place of the answers: a folder beside its public suites.

::

    tests/public/release/release.json       which course this is a copy of, and which version
    tests/public/release/stubs/<section>.py   the exercises as they were handed out
    tests/public/release/hints/<section>.json  what known mistakes answer, as fingerprints
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.course.table import Course

FOLDER, MARK, STUBS, HINTS = "release", "release.json", "stubs", "hints"


class Mark(msgspec.Struct, frozen=True):
    """What a copy says of itself; the same in every copy of that version, whichever sections are in it."""

    course: str
    version: str
    content: str
    """The hash of all stubs and public suites of the course."""


@dataclass(frozen=True)
class StudentCopy:
    """A copy without answers, found by the mark that it bears."""

    folder: Path
    mark: Mark

    def stub(self, file: str) -> str | None:
        """A section's file as it was handed out, None where the copy does not have the section."""
        path = self.folder / STUBS / file
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def hints(self, section: str) -> Path:
        """Where the fingerprints of a section are, if there are any."""
        return self.folder / HINTS / f"{section}.json"


def student_copy(course: Course) -> StudentCopy | None:
    """The copy that a course is; None for the course itself, which has the answers."""
    folder = course.public / FOLDER
    mark = read_mark(folder)
    return StudentCopy(folder, mark) if mark else None


def read_mark(folder: Path) -> Mark | None:
    """The mark in a folder, None where there is none."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / MARK).read_bytes(), type=Mark)
    return None
