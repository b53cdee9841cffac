"""A collected pytest item as the engine knows it: which exercise it is about and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import is_hypothesis_test

from grader.course import Course
from grader.errors import SuiteError
from grader.verdict import Status, Verdict, Visibility

PREFIX = "test_"


class End(NamedTuple):
    """How a test ended. With `says_why` its message names the slip, and the test's own hint is about another."""

    status: Status
    message: str = ""
    says_why: bool = False


@dataclass(frozen=True)
class Test:
    """One test of a suite, or one case of a parametrised one."""

    __test__ = False  # it is no test of the engine's own

    id: str
    section: str
    exercise: str
    title: str
    hint: str
    visibility: Visibility
    points: float
    timeout: float | None
    needs: tuple[str, ...]
    side_effects_only: bool
    function: Callable[..., Any]
    is_property: bool
    file: Path

    def verdict(self, end: End, duration: float = 0.0) -> Verdict:
        """The verdict on this test that ends so."""
        hint = "" if end.says_why else self.hint
        return Verdict(
            self.id, self.section, self.exercise, self.title, self.visibility, self.points, end.status, end.message,
            hint, duration,
        )  # fmt: skip


TEST = pytest.StashKey[Test]()
"""Where an item keeps it."""


def read_test(item: pytest.Function, course: Course) -> Test | None:
    """What an item of one of the course's suites says of itself, None for any other item.

    Raises `SuiteError` where a suite's file has no section, or a test of it no `@exercise`.
    """
    visibility = _visibility(item.path, course)
    if visibility is None:
        return None
    section = course.section(item.path.stem.removeprefix(PREFIX))
    if section is None:
        raise SuiteError(f"{item.path.name} is no section's suite: name it test_<section>.py.")
    mark = item.get_closest_marker("exercise")
    if mark is None:
        raise SuiteError(f"{item.path.name}: {item.name} does not say its exercise; write @exercise(…) above it.")
    if visibility == "public" and "reference" in item.fixturenames:
        raise SuiteError(f"{item.path.name}: {item.name} is public and uses `reference`, which students do not have.")
    told = mark.kwargs
    return Test(
        id=f"{visibility}/{section.id}::{item.name}",
        section=section.id,
        exercise=told["name"],
        title=told["title"],
        hint=told["hint"],
        visibility=visibility,
        points=float(told["points"]),
        timeout=told["timeout"],
        needs=told["needs"],
        side_effects_only=told["side_effects_only"],
        function=item.obj,
        is_property=is_hypothesis_test(item.obj),
        file=item.path,
    )


def _visibility(path: Path, course: Course) -> Visibility | None:
    if path.is_relative_to(course.public):
        return "public"
    return "hidden" if path.is_relative_to(course.hidden) else None
