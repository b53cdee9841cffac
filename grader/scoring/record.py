"""A result as plain data and back: the JSON contract. Fields may be added, none renamed.

Points are exact fractions up to here. A score is rounded once, to the nearest float, so that the tests' still add up to
their section's and the sections' to the total; beside it stand the exact points, as a text such as "8/3". So the result
that is read back is the same in every field.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from grader.course import Ruling
from grader.errors import UsageError
from grader.failure import Failure, Note
from grader.scoring.result import Result, SectionResult, TestResult
from grader.scoring.shares import Split, Together
from grader.verdict import FileUse, Status, Visibility

SCHEMA = 1

_fraction = lru_cache(maxsize=4096)(Fraction)
"""Reading one takes 5 µs, and a class has few different ones among a million."""

Exact = Annotated[str, Meta(pattern=r"^[0-9]+(/0*[1-9][0-9]*)?$", max_length=4000)]


def to_record(result: Result) -> dict[str, Any]:
    """The result as JSON has it, all but the messages, which are a report's."""
    return {
        "schema": SCHEMA,
        "course": result.course,
        "submission": result.submission,
        "score": float(result.score),
        "max_score": float(result.max_score),
        "hidden_points": float(result.hidden_points),
        "visibilities": list(result.visibilities),
        "sections": [_section(section) for section in result.sections],
        "isolation": result.isolation,
        "layers": [dict(layer) for layer in result.layers],
        "seed": result.seed,
        "suite": result.suite,
        "submission_hash": result.submission_hash,
        "versions": dict(result.versions),
        "duration": result.duration,
        "interrupted": result.interrupted,
        "complete": result.complete,
        "notes": plain(result.notes),
        "path": result.path,
        "files": plain(result.files),
    }


def _section(section: SectionResult) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "score": float(section.score),
        "max_score": float(section.max_score),
        "hidden_points": float(section.hidden_points),
        "exact_hidden_points": str(section.hidden_points),
        "order": list(section.order),
        "exercises": [
            {"name": one.name, "score": float(one.score), "max_score": float(one.max_score)}
            for one in section.exercises
        ],
        "tests": [_test(test) for test in section.tests],
        "split": plain(section.split),
    }


def _test(test: TestResult) -> dict[str, Any]:
    return {
        "id": test.id,
        "title": test.title,
        "exercise": test.exercise,
        "visibility": test.visibility,
        "status": test.status.value,
        "score": float(test.score),
        "max_score": float(test.max_score),
        "points": str(test.score),
        "max_points": str(test.max_score),
        "hint": test.hint,
        "duration": test.duration,
        "details": plain(test.failure),
        "together": test.together,
        "ruling": test.ruling,
        "weight": test.weight,
        "beside": test.beside,
    }


def plain(value: object) -> Any:
    """Dataclasses and tuples as dicts and lists; what a field has by default is left out."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        parts = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: plain(part) for field, part in parts if field.default is MISSING or part != field.default}
    return value


class Test(Struct):
    id: str
    title: str
    exercise: str
    visibility: Visibility
    status: Status
    points: Exact
    max_points: Exact
    hint: str
    duration: float
    details: Failure | None
    together: Together | None = None
    ruling: Ruling = "counts"
    weight: Annotated[float, Meta(ge=0)] = 0.0
    beside: bool = False


class Exercise(Struct):
    """For people; what is read back comes from the tests."""

    name: str
    score: Annotated[float, Meta(ge=0)]
    max_score: Annotated[float, Meta(ge=0)]


class Section(Struct):
    id: str
    title: str
    exact_hidden_points: Exact
    tests: tuple[Test, ...]
    exercises: tuple[Exercise, ...] = ()
    order: tuple[str, ...] = ()
    split: Split | None = None


class Record(Struct):
    schema: Literal[1]
    course: str
    submission: str
    visibilities: tuple[Visibility, ...]
    sections: tuple[Section, ...]
    isolation: str
    layers: tuple[dict[str, str], ...]
    seed: int
    suite: str
    submission_hash: str
    versions: dict[str, str]
    duration: float
    interrupted: bool
    notes: tuple[Note, ...]
    path: str = ""
    files: tuple[FileUse, ...] = ()
    complete: bool = True


def from_record(document: Mapping[str, Any]) -> Result:
    """The result that a record was made from. Raises UsageError when the document is no such record."""
    try:
        record = msgspec.convert(document, Record)
    except msgspec.ValidationError as error:
        raise UsageError("record_wrong", problem=error) from None
    return Result(
        submission=record.submission,
        course=record.course,
        sections=tuple(map(_read_section, record.sections)),
        visibilities=record.visibilities,
        isolation=record.isolation,
        seed=record.seed,
        suite=record.suite,
        submission_hash=record.submission_hash,
        versions=record.versions,
        layers=record.layers,
        duration=record.duration,
        interrupted=record.interrupted,
        complete=record.complete,
        notes=record.notes,
        path=record.path,
        files=record.files,
    )


def _read_section(section: Section) -> SectionResult:
    tests = tuple(map(_read_test, section.tests))
    hidden = _fraction(section.exact_hidden_points)
    return SectionResult(section.id, section.title, tests, hidden, section.order, section.split)


def _read_test(test: Test) -> TestResult:
    return TestResult(
        id=test.id,
        title=test.title,
        exercise=test.exercise,
        visibility=test.visibility,
        status=test.status,
        score=_fraction(test.points),
        max_score=_fraction(test.max_points),
        failure=test.details,
        hint=test.hint,
        duration=test.duration,
        together=test.together,
        ruling=test.ruling,
        weight=test.weight,
        beside=test.beside,
    )
