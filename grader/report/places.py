"""Where in a student's files an exercise went wrong: the path that a person can click on, and the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from grader.failure import Failure
from grader.report.by_exercise import Entry
from grader.scoring import Result


@dataclass(frozen=True)
class Place:
    """A line of a file, 0 where it is not known; `file` is empty where there is none."""

    file: str = ""
    line: int = 0


def paths(result: Result) -> Mapping[str, str]:
    """The path of each section's file, from where the command was run."""
    return {file.section: _path(result, file.name) for file in result.files if file.section}


def place_of(entry: Entry, result: Result) -> Place:
    """The line of the first failure that names one, or else the line where the exercise's function begins."""
    file = next((use for use in result.files if use.section == entry.section.id), None)
    if file is None:
        return Place()
    for test in entry.missed:
        name, line = _line(test.failure) if test.failure else ("", 0)
        if line:
            return Place(_path(result, name or file.name), line)
    return Place(_path(result, file.name), dict(file.lines).get(entry.name, 0))


def _line(failure: Failure) -> tuple[str, int]:
    """The innermost of the student's own lines, or the first forbidden call."""
    if failure.lines:
        return failure.lines[-1].file, failure.lines[-1].line
    return next(((use.file, use.line) for use in failure.uses if use.line), ("", 0))


def _path(result: Result, name: str) -> str:
    given = PurePath(result.path)
    return str(given.parent / name if given.suffix == ".py" else given / name).replace("\\", "/")
