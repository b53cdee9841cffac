"""One exercise as it was handed out, put back into a file that a student has written in."""

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.course.stubs import make_stub
from grader.course.student_copy import student_copy
from grader.course.table import Course, Section
from grader.errors import UsageError

Lines = tuple[int, int]
"""The first line of a definition, counted from 0, and the one behind its last."""


def stub_of(course: Course, section: Section) -> str | None:
    """A section's file as students got it, None where nobody knows."""
    copy = student_copy(course)
    if copy:
        return copy.stub(section.file)
    solution = course.solutions / section.file
    return make_stub(solution.read_text(encoding="utf-8"), section.file) if solution.is_file() else None


def sections_with(course: Course, exercise: str) -> dict[str, str]:
    """The stubs, by their sections, that have an exercise of this name."""
    stubs = {section.id: stub_of(course, section) for section in course.sections}
    return {id: stub for id, stub in stubs.items() if stub and exercise in exercises_in(stub)}


def exercises_in(stub: str) -> dict[str, Lines]:
    """What a stub defines at its top, by name, comments and decorators above it included."""
    return dict(_definitions(stub))


def with_stub(text: str, stub: str, exercise: str) -> str:
    """The file with the exercise as it is in the stub. One that the file does not define comes at its end."""
    first, end = exercises_in(stub)[exercise]
    fresh = stub.split("\n")[first:end]
    lines = text.replace("\r\n", "\n").split("\n")
    place = _place(lines, exercise)
    if place is None:
        return "\n".join([*_stripped(lines), "", "", *fresh, ""])
    return "\n".join([*lines[: place[0]], *fresh, *lines[place[1] :]])


def kept_beside(file: Path) -> Path:
    """A name beside a file that nothing has yet."""
    names = (f"{file.name}.before-reset{number or ''}" for number in range(10_000))
    return next(path for path in map(file.with_name, names) if not path.exists())


def _place(lines: list[str], exercise: str) -> Lines | None:
    """Where the file defines an exercise; also in one that Python cannot read, as it was left half-way."""
    text = "\n".join(lines)
    try:
        return dict(_definitions(text)).get(exercise)
    except (SyntaxError, ValueError):
        return _place_by_margin(lines, exercise)


def _definitions(text: str) -> Iterator[tuple[str, Lines]]:
    lines = text.split("\n")
    for part in ast.parse(text).body:
        start = part.lineno
        names: list[str] = []
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            start = min([start, *(mark.lineno for mark in part.decorator_list)])
            names = [part.name]
        elif isinstance(part, (ast.Assign, ast.AnnAssign)):
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        place = _with_comments(lines, start - 1), _with_comments_after(lines, part.end_lineno or start)
        yield from ((name, place) for name in names)


def _with_comments(lines: list[str], first: int) -> int:
    """The first of the comments that stand right above a definition."""
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return first


def _with_comments_after(lines: list[str], end: int) -> int:
    """The line behind the comments that end a definition's body."""
    while end < len(lines) and lines[end][:1].isspace() and lines[end].lstrip().startswith("#"):
        end += 1
    return end


def _place_by_margin(lines: list[str], exercise: str) -> Lines | None:
    """The same by the left margin: from the line that begins the definition to the next that begins something."""
    starts = (f"def {exercise}(", f"class {exercise}(", f"class {exercise}:", f"{exercise} =", f"{exercise}:")
    first = next((number for number, line in enumerate(lines) if line.startswith(starts)), None)
    if first is None:
        return None
    begins = ("def ", "class ", "@", "#", "import ", "from ")
    end = next((number for number in range(first + 1, len(lines)) if lines[number].startswith(begins)), len(lines))
    return first, first + len(_stripped(lines[first:end]))


def _stripped(lines: list[str]) -> list[str]:
    """Without the empty lines at the end."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def require_one(found: dict[str, str], exercise: str, wanted: str | None) -> str:
    """The section that is meant. Raises UsageError where there is none, or are several."""
    if wanted is not None and wanted in found:
        return wanted
    if not found or wanted is not None:
        raise UsageError("reset_unknown", exercise=exercise)
    if len(found) > 1:
        raise UsageError("reset_which", exercise=exercise, sections=", ".join(found))
    return next(iter(found))
