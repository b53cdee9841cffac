"""What an author writes above a test, a misconception or a correct variant."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import pytest


class NotAttempted(Exception):
    """A suite says that the exercise was not attempted."""


F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C")


def exercise(
    name: str,
    *,
    points: float,
    title: str,
    hint: str = "",
    timeout: float | None = None,
    needs: tuple[str, ...] = (),
    side_effects_only: bool = False,
) -> Callable[[F], F]:
    """Say which exercise a test is about; the outermost decorator of the test.

    `points` is the test's weight among the tests of the same section and visibility (0 is a bonus), `title` a
    short sentence that the student reads, `hint` a question that points at the likely mistake, `timeout` the seconds
    that one call may take, `needs` the other exercises whose functions must work for this test to pass. A test with
    `side_effects_only` looks only at what a call does besides answering. It counts once an earlier test of the
    exercise has passed: a function that returns nothing changes nothing either.

    >>> @exercise("double", points=1, title="is twice the number")
    ... def test_double_is_twice(submission):
    ...     assert submission.double(2) == 4
    """
    return pytest.mark.exercise(
        name=name, points=points, title=title, hint=hint, timeout=timeout, needs=needs,
        side_effects_only=side_effects_only,
    )  # fmt: skip


def misconception(*, of: str, hint: str, value: bool = False) -> Callable[[C], C]:
    """Mark a wrong implementation of the exercise `of`, as students write it, with the hint that helps.

    The file is never imported: the function or class below the mark is put in the place of the exercise in the
    reference's file. With `value`, it is called without arguments, and what it returns takes that place.
    """

    def mark(thing: C) -> C:
        return thing

    return mark


def wheat(*, of: str, value: bool = False) -> Callable[[C], C]:
    """Mark a right implementation of the exercise `of` in another style; the suites must pass it."""

    def mark(thing: C) -> C:
        return thing

    return mark


def not_attempted(why: str = "") -> NoReturn:
    """End the test: the exercise is still as it was given."""
    raise NotAttempted(why)
