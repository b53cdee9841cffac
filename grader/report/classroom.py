"""What GitHub Classroom's `autograding-grading-reporter` reads: a test an exercise, with its points.

Classroom records the sum of the tests' `score`, over `max_score`. (The table in the reporter's own log counts tests
that passed instead, so it says another number; Classroom does not read that.) A document without `tests` would lose the
grade there, so there is always a list of them.
"""

from fractions import Fraction
from typing import Any

from grader.report.by_exercise import Entry, entries
from grader.report.json import dump
from grader.report.page import PLAIN, Layout
from grader.report.places import place_of
from grader.scoring import Result
from grader.verdict import Status

VERSION = 1
ERRORS = (Status.ERROR, Status.CRASHED, Status.TIMEOUT)


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The result as one JSON document with a newline at its end; `base64` makes a step's output of it."""
    document = {
        "version": VERSION,
        "status": "pass" if result.score == result.max_score else "fail",
        "max_score": number(result.max_score),
        "tests": [_test(entry, result) for entry in entries(result, layout.translator)],
    }
    return dump(document)


def _test(entry: Entry, result: Result) -> dict[str, Any]:
    place = place_of(entry, result)
    status = "pass" if entry.status is Status.PASSED else "error" if entry.status in ERRORS else "fail"
    return {
        "name": f"{entry.section.id}: {entry.name}",
        "status": status,
        "score": number(entry.exercise.score),
        "message": entry.text,
        "test_code": "",
        "filename": place.file,
        "line_no": place.line,
        "duration": round(entry.duration * 1000),
    }


def number(exact: Fraction) -> int | float:
    """A whole number where it is one."""
    return int(exact) if exact.denominator == 1 else float(exact)
