"""What an author writes above a test, and in the tables of misconceptions and correct variants."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

import pytest


class NotAttempted(Exception):
    """A suite says that the exercise was not attempted."""


F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C")
Change = str | tuple[str, str] | Sequence[tuple[str, str]]
"""A new body; an old text and the new one; or several such pairs, made together."""


def exercise(
    name: str,
    *,
    points: float,
    title: str,
    hint: str = "",
    timeout: float | None = None,
    needs: tuple[str, ...] = (),
    side_effects_only: bool = False,
    beside: bool = False,
) -> Callable[[F], F]:
    """Say which exercise a test is about; the outermost decorator of the test.

    `points` is the test's weight among those of the same exercise and visibility (0 is a bonus), `title` a short
    sentence that the student reads, `hint` a question that points at the likely mistake, `timeout` the seconds that
    one call may take, `needs` other exercises that must have been attempted before this one counts. A test `beside`
    the answer looks at its dtype, the memory layout, names of parameters: who fails it has the right answer otherwise.
    One with `side_effects_only` looks only at what a call does besides answering. It counts once an earlier test of
    the exercise has passed: a function that returns nothing changes nothing either.

    >>> @exercise("double", points=1, title="is twice the number")
    ... def test_double_is_twice(submission):
    ...     assert submission.double(2) == 4
    """
    return pytest.mark.exercise(
        name=name, points=points, title=title, hint=hint, timeout=timeout, needs=needs,
        side_effects_only=side_effects_only, beside=beside,
    )  # fmt: skip


def misconception(*, of: str, hint: str, value: bool = False, change: Change | None = None) -> Callable[[C], C]:
    """Say how students get the exercise `of` wrong, with the hint that helps: a mark, or a statement with a `change`.

    As a mark, it puts the function or class below it in the exercise's place in the reference's file; with `value`,
    what that returns when it is called without arguments. As a statement, it changes the reference's own lines: a pair
    (old text, new text), a list of such pairs, or a whole new body. The file is read and never imported.

    >>> _ = misconception(of="double", hint="Is it the square, or twice the number?", change=("2 * n", "n * n"))
    """
    return _unchanged


def misconceptions(of: str, changes: Mapping[str, Sequence[Change]]) -> None:
    """Say for many changes of one exercise which hint helps: each hint with the list of its changes."""


def generic_mistakes(*names: str, of: str, hint: str = "") -> None:
    """Say which mistakes of `grader.course.generic_mistakes` students make in the exercises that `of` names."""


def wheat(of: str, changes: Sequence[Change] = (), *, value: bool = False) -> Callable[[C], C]:
    """Give right answers in another style, which the suites must pass: a mark, or a statement with `changes`."""
    return _unchanged


def _unchanged(thing: C) -> C:
    return thing


def not_attempted(why: str = "") -> NoReturn:
    """End the test: the exercise is still as it was given."""
    raise NotAttempted(why)
