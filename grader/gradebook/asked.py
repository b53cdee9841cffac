"""What people type becomes ids, points, tests and extensions; what cannot be meant is refused, with what can."""

import csv
import difflib
import io
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from grader.course.named import section_named
from grader.errors import GraderError, UsageError
from grader.gradebook.policy import Policy, read_moment
from grader.inert import inert_line

POINTS = re.compile(r"[+-]?\d{1,9}(\.\d{1,9}|/0*[1-9]\d{0,8})?", re.ASCII)
LARGEST = 2**22
"""Bytes of a list of extensions."""

ID = ("id", "student id", "student_id", "sid", "identifier")
UNTIL = ("until", "due", "deadline")
TIME = ("time", "submitted", "handed in", "timestamp", "created_at")
SECTION = ("section", "assignment")


def student_named(text: str, known: Collection[str], where: str) -> str:
    """The id, if somebody has it. Raises UsageError with the nearest one."""
    id = inert_line(text.strip())
    if id in known:
        return id
    near = difflib.get_close_matches(id, known, 1, 0.7)
    if near:
        raise UsageError("student_unknown_near", id=id, near=near[0], where=where)
    raise UsageError("student_unknown", id=id, where=where)


def function_named(text: str, known: Sequence[str], where: str) -> str:
    """A test's function: `hidden/s1::test_mean`, `hidden/s1/test_mean`, or `test_mean` where one alone is called so.

    Raises UsageError with those that may be meant.
    """
    shown = {slashed(test): test for test in known}
    name = slashed(text.partition("[")[0])
    own = [name] if name in shown else [one for one in shown if one.endswith(f"/{name}")]
    if len(own) == 1:
        return shown[own[0]]
    near = own or difflib.get_close_matches(name, shown, 3, 0.5)
    if near:
        raise UsageError("test_unknown_near", test=inert_line(text), near=", ".join(near), where=where)
    raise UsageError("test_unknown_here", test=inert_line(text), where=where)


def slashed(test: str) -> str:
    """A test's name as it can be printed anywhere: `::` is a command where a CI service reads along."""
    return test.replace("::", "/")


def points_named(text: str) -> tuple[bool, Fraction]:
    """Whether the points are to be added, as their sign says, and how many. Raises UsageError."""
    if not POINTS.fullmatch(text):
        raise UsageError("points_wrong", text=inert_line(text, 40))
    return text[0] in "+-", Fraction(text)


def read_times(
    file: Path, headings: Sequence[str], sections: Sequence[str], policy: Policy
) -> list[tuple[str, str, datetime]]:
    """A student, a section and a time for each line of a CSV file; one without a section is for all sections.

    The column of the time has one of the headings. Raises UsageError for the first line that is wrong.
    """
    rows = _rows(file)
    shown = inert_line(str(file))
    names = [name.strip().casefold() for name in rows[0][1]] if rows else []
    id, when, section = (_column(names, known) for known in (ID, headings, SECTION))
    if id is None or when is None:
        told = {"wanted": headings[0], "columns": inert_line(", ".join(names) or "-")}
        raise UsageError("times_no_column", file=shown, **told)
    found = []
    for line, row in rows[1:]:
        cells = [cell.strip() for cell in row] + [""] * (len(names) - len(row))
        if not any(cells):
            continue
        try:
            if not cells[id]:
                raise UsageError("times_no_id")
            own = [section_named(cells[section], sections)] if section is not None and cells[section] else sections
            at = read_moment(cells[when], policy)
        except GraderError as error:
            raise UsageError("times_line", file=shown, line=line, problem=error.message) from None
        found += [(inert_line(cells[id]), one, at) for one in own]
    if not found:
        raise UsageError("times_empty", file=shown)
    return found


def _rows(file: Path) -> list[tuple[int, list[str]]]:
    """The lines with their numbers, with commas or semicolons between the cells."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LARGEST).decode("utf-8-sig")
        head = text.partition("\n")[0]
        mark = ";" if head.count(";") > head.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise UsageError("times_unreadable", file=inert_line(str(file)), problem=inert_line(problem)) from None


def _column(names: Sequence[str], known: Iterable[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)
