"""A test of a suite, or one case of a parametrised one, as data; and how it can end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.failure import Failure
from grader.verdict import Status, Verdict, Visibility

SUBJECTS = ("submission", "reference")
"""The fixtures whose values are the code under test."""


@dataclass(frozen=True)
class Outcome:
    """How a test ended. With `says_why` its failure names the mistake, and the test's own hint is about another."""

    status: Status
    failure: Failure | None = None
    says_why: bool = False


PASSED = Outcome(Status.PASSED)


@dataclass(frozen=True, eq=False)
class Case:
    """One test. `subjects` are those of `SUBJECTS` that it asks for, `arguments` the values of its parameters."""

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
    beside: bool
    function: Callable[..., Any]
    is_property: bool
    file: Path
    subjects: tuple[str, ...] = SUBJECTS
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def verdict(self, outcome: Outcome, duration: float = 0.0) -> Verdict:
        """The verdict on this test that ends so."""
        return Verdict(
            id=self.id,
            section=self.section,
            exercise=self.exercise,
            title=self.title,
            visibility=self.visibility,
            points=self.points,
            status=outcome.status,
            failure=outcome.failure,
            hint="" if outcome.says_why else self.hint,
            duration=duration,
            beside=self.beside,
        )
