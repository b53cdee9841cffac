"""What a submission got: sections of tests with exact points. What the submission could have written is inert."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from grader.course import Ruling
from grader.failure import Failure, Note
from grader.scoring.rounding import exact_sum
from grader.scoring.shares import Split, Together, function_of
from grader.verdict import Audience, FileUse, Status, Visibility


@dataclass(frozen=True)
class TestResult:
    """One test; `score` is all of `max_score` or nothing, and both are 0 for a bonus.

    With `together` it is what several tests give: those that look at the answer itself, or all of the exercise.
    `ruling` is what the course has decided of it: a test that was `dropped` gives nobody points, and one that was
    `given` gives them to everybody. `weight` and `beside` are what its points were split by.
    """

    id: str
    title: str
    exercise: str
    visibility: Visibility
    status: Status
    score: Fraction
    max_score: Fraction
    failure: Failure | None = None
    hint: str = ""
    duration: float = 0.0
    together: Together | None = None
    ruling: Ruling = "counts"
    weight: float = 0.0
    beside: bool = False

    __test__: ClassVar[bool] = False  # pytest, this is no test class

    @property
    def bonus(self) -> bool:
        return self.max_score == 0 and self.ruling != "dropped"

    @property
    def right(self) -> bool:
        """Whether it gives its points."""
        return self.status is Status.PASSED or self.ruling == "given"


class _OfTests:
    """The points of what has tests."""

    tests: tuple[TestResult, ...]

    @cached_property
    def score(self) -> Fraction:
        return exact_sum(test.score for test in self.tests)

    @cached_property
    def max_score(self) -> Fraction:
        return exact_sum(test.max_score for test in self.tests)


@dataclass(frozen=True)
class ExerciseResult(_OfTests):
    """All tests of an exercise that were run."""

    name: str
    tests: tuple[TestResult, ...]


@dataclass(frozen=True)
class SectionResult(_OfTests):
    """One section; `hidden_points` are those of tests that were not run and that no total counts.

    The tests stand in an order that explains them; `order` is that of the exercises in the course. `split` is how the
    course splits the section's points.
    """

    id: str
    title: str
    tests: tuple[TestResult, ...]
    hidden_points: Fraction = Fraction(0)
    order: tuple[str, ...] = ()
    split: Split | None = None

    @property
    def in_order(self) -> "tuple[ExerciseResult, ...]":
        """The exercises in the course's order."""
        places = {name: place for place, name in enumerate(self.order)}
        return tuple(sorted(self.exercises, key=lambda exercise: places.get(exercise.name, len(places))))

    @cached_property
    def exercises(self) -> tuple[ExerciseResult, ...]:
        """The exercises in the order of their first tests."""
        own: dict[str, list[TestResult]] = {}
        for test in self.tests:
            own.setdefault(test.exercise, []).append(test)
        return tuple(ExerciseResult(name, tuple(tests)) for name, tests in own.items())


@dataclass(frozen=True)
class Result:
    """One submission's points, and what is needed to get the same again; `notes` are for an instructor alone."""

    submission: str
    course: str
    sections: tuple[SectionResult, ...]
    visibilities: tuple[Visibility, ...]
    isolation: str
    seed: int
    suite: str
    submission_hash: str
    versions: Mapping[str, str]
    layers: tuple[Mapping[str, str], ...] = ()
    duration: float = 0.0
    interrupted: bool = False
    notes: tuple[Note, ...] = ()
    path: str = ""
    files: tuple[FileUse, ...] = ()
    complete: bool = True

    @property
    def score(self) -> Fraction:
        return exact_sum(section.score for section in self.sections)

    @property
    def max_score(self) -> Fraction:
        return exact_sum(section.max_score for section in self.sections)

    @property
    def hidden_points(self) -> Fraction:
        return exact_sum(section.hidden_points for section in self.sections)

    @property
    def percent(self) -> Fraction:
        """Of the points that the tests which were run can give; 0 where they give none."""
        return 100 * self.score / self.max_score if self.max_score else Fraction(0)


def redact(result: Result, audience: Audience) -> Result:
    """An instructor keeps everything; a student no notes, and of a hidden test its status, title, points and hint.

    A hidden test's inputs go through the worker, so what the worker wrote could carry them out. The parameters in a
    hidden test's id are inputs as well.
    """
    if audience == "instructor":
        return result
    sections = (replace(section, tests=_for_student(section.tests)) for section in result.sections)
    return replace(result, sections=tuple(sections), notes=())


def _for_student(tests: Iterable[TestResult]) -> tuple[TestResult, ...]:
    """The cases of a parametrised hidden test are numbered: `hidden/s7::test_f[half_frozen-12]` is `…::test_f[1]`."""
    numbers: Counter[str] = Counter()
    shown = []
    for test in tests:
        if test.visibility == "hidden":
            name = function_of(test.id)
            numbers[name] += 1
            id = f"{name}[{numbers[name]}]" if name != test.id else name
            test = replace(test, id=id, failure=None, duration=0.0, weight=0.0, beside=False)
        shown.append(test)
    return tuple(shown)
