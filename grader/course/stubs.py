"""Stubs from solutions: the lines between the marks go, and the rest stays.

::

    # >>> your code: return the mean     becomes `# TODO: return the mean`, then `raise NotImplementedError`
    # >>> your code                      becomes `raise NotImplementedError`
    # >>> your code | ANSWERS = {}       becomes `ANSWERS = {}`
    # >>> your code |                    becomes nothing, as does a bare mark outside any block
    # <<<                                ends each of them

A TODO says what to do, not how. The marks are comments on lines of their own, so formatters leave them alone.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course.catalog import course_texts, languages
from grader.course.stub_language import translated
from grader.course.student_work import written_by_student
from grader.course.table import Course, Section
from grader.errors import CourseError
from grader.texts import ENGLISH

OPEN = re.compile(r"#\s*>>>\s*your code\s*(:\s*(?P<todo>\S.*)|\|\s*(?P<line>.*))?$")
CLOSE = re.compile(r"#\s*<<<\s*$")
BODY = "raise NotImplementedError"


@dataclass(frozen=True)
class Gap:
    """Lines `first` to `last` (from 1, marks included) and the lines that replace them."""

    first: int
    last: int
    lines: list[str]


def make_stub(source: str, name: str = "solution") -> str:
    """The stub of a solution's `source`. Raises CourseError, with the line, for marks that do not pair up."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise CourseError("solution_wrong", file=name, line=line, problem=error.args[0]) from None
    lines = source.split("\n")  # as tokenize counts them; splitlines also splits at form feeds
    stub: list[str] = []
    done = 0
    for gap in _gaps(source, name):
        stub += lines[done : gap.first - 1]
        done = gap.last
        stub += gap.lines
        if not gap.lines:
            done = _close_up(stub, lines, done)
    text = "\n".join([*stub, *lines[done:]]).rstrip("\n") + "\n"
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise CourseError("stub_wrong", file=name, problem=error.msg, line=error.lineno) from None
    return text


def write_stubs(course: Course, force: bool = False, language: str = ENGLISH) -> list[str]:
    """Write `exercises/` from `solutions/`, with docstrings in a language; the names of the files that changed.

    Raises CourseError, and writes nothing, where a stub would show the answers or go over a student's work (`force`
    allows the latter).
    """
    told = course_texts(course, language)
    stubs = {section.file: translated(_stub_of(course, section), told) for section in course.sections}
    changed = [name for name, stub in stubs.items() if _read(course.exercises / name) != stub]
    for name in changed if not force else ():
        written = written_by_student(_read(course.exercises / name) or "", stubs[name])
        if written:
            raise CourseError("stub_over_work", file=course.exercises / name, name=written)
    write_exercises(course, {name: stubs[name] for name in changed})
    return changed


def write_exercises(course: Course, texts: Mapping[str, str]) -> None:
    """Write files into `exercises/`, by their names. Raises CourseError."""
    try:
        course.exercises.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (course.exercises / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CourseError("stubs_unwritable", folder=course.exercises, problem=error.strerror) from None


def drifted(course: Course) -> list[str]:
    """The names of the files in `exercises/` that are not what `solutions/` makes of them, in any of its languages."""
    files = {section.file: _stub_of(course, section) for section in course.sections}
    tongues = [course_texts(course, language) for language in (ENGLISH, *languages(course))]
    return [
        name
        for name, stub in files.items()
        if _read(course.exercises / name) not in [translated(stub, told) for told in tongues]
    ]


def _read(file: Path) -> str | None:
    """The text of an exercise's file; None where there is none, or nobody can read it."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _stub_of(course: Course, section: Section) -> str:
    file = course.solutions / section.file
    try:
        source = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError("solution_missing", file=file, section=section.id) from None
    except (OSError, ValueError) as error:
        raise CourseError("solution_unreadable", file=file, problem=error) from None
    stub = make_stub(source, name=str(file))
    if not any(_gaps(source, str(file))):
        raise CourseError("solution_unmarked", file=file)
    return stub


def _gaps(source: str, name: str) -> Iterator[Gap]:
    opened: tuple[int, list[str]] | None = None
    for row, indent, comment in _comments(source, name):
        opening, closing = OPEN.match(comment), CLOSE.match(comment)
        if not opening and not closing:
            continue
        if indent is None:
            raise CourseError("mark_not_alone", file=name, line=row)
        if opening and opened:
            raise CourseError("mark_nested", file=name, line=row, outer=opened[0])
        if opening:
            opened = row, [indent + line for line in _replacement(opening, inside_a_block=bool(indent))]
        elif opened is None:
            raise CourseError("mark_unopened", file=name, line=row)
        else:
            yield Gap(opened[0], row, opened[1])
            opened = None
    if opened:
        raise CourseError("mark_unclosed", file=name, line=opened[0])


def _replacement(opening: re.Match[str], inside_a_block: bool) -> list[str]:
    """The lines that an opening mark asks for."""
    if opening["line"] is not None:
        return [opening["line"].rstrip()] if opening["line"] else []
    todo = [f"# TODO: {opening['todo'].rstrip()}"] if opening["todo"] else []
    return [*todo, BODY] if inside_a_block else todo


def _comments(source: str, name: str) -> Iterator[tuple[int, str | None, str]]:
    """Line number, indentation (None when code stands before it) and text of each comment; never one in a string."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                before = token.line[: token.start[1]]
                yield token.start[0], None if before.strip() else before, token.string
    except (tokenize.TokenError, SyntaxError) as error:
        raise CourseError("solution_wrong", file=name, line=1, problem=error.args[0]) from None


def _close_up(stub: list[str], lines: list[str], done: int) -> int:
    """Leave one run of blank lines, the longer, where text went without a trace; how many lines are read now."""
    before = after = 0
    while stub and not stub[-1].strip():
        stub.pop()
        before += 1
    while done < len(lines) and not lines[done].strip():
        done += 1
        after += 1
    stub += [""] * max(before, after)
    return done
