"""What each test can give, before anybody is graded: a section's points go to exercises, an exercise's to its tests.

Without `exercises` in the course's table a section's tests share its points by weight, public and hidden apart. With
them each exercise has its own points, and part of these is for its tests together: `values_share` is given where every
test passes that looks at the answer itself, `whole_share` where every test does. So a wrong answer earns little, even
if many tests look at something else. The cases of a parametrised test are one test: they share its weight.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal, Protocol

from grader.course import Course, Ruling, Section
from grader.errors import SuiteError
from grader.verdict import Visibility

BOTH: tuple[Visibility, ...] = ("public", "hidden")
Together = Literal["values", "whole"]


class Weighed(Protocol):
    """A test, or the verdict on one."""

    @property
    def id(self) -> str: ...
    @property
    def exercise(self) -> str: ...
    @property
    def visibility(self) -> Visibility: ...
    @property
    def points(self) -> float: ...
    @property
    def beside(self) -> bool: ...


class Rules(Protocol):
    """What holds for all sections: the course, or what a result has kept of it."""

    @property
    def public_share(self) -> float: ...
    @property
    def values_share(self) -> float: ...
    @property
    def whole_share(self) -> float: ...
    @property
    def tests(self) -> Mapping[str, Ruling]: ...
    @property
    def public(self) -> Path: ...
    @property
    def hidden(self) -> Path: ...


@dataclass(frozen=True)
class Split:
    """All numbers that a section's points were split by, and its place in the course: kept with the result.

    So the points can be split again without the course, where a test is dropped later.
    """

    place: int
    points: float
    public_share: float
    values_share: float
    whole_share: float
    exercises: Mapping[str, float]
    independent: tuple[str, ...]

    @classmethod
    def of(cls, section: Section, course: Course) -> "Split":
        return cls(
            course.sections.index(section),
            section.points,
            course.public_share if section.public_share is None else section.public_share,
            course.values_share,
            course.whole_share,
            section.exercises,
            section.independent,
        )


@dataclass(frozen=True)
class Joint:
    """Points of an exercise that all of the `tests` give together."""

    exercise: str
    kind: Together
    points: Fraction
    tests: frozenset[str]


@dataclass(frozen=True)
class Shares:
    """The points of each test by its id, those that tests give together, and those of tests that are not run."""

    tests: dict[str, Fraction] = field(default_factory=dict)
    joint: tuple[Joint, ...] = ()
    left: Fraction = Fraction(0)

    def of(self, tests: Collection[str], passed: Collection[str]) -> tuple[Fraction, Fraction]:
        """What some tests give where those in `passed` pass, and what they can give."""
        joint = [(one.points, one.tests <= set(passed)) for one in self.joint if one.tests <= set(tests)]
        single = [(self.tests.get(test, Fraction(0)), test in passed) for test in tests]
        parts = [*joint, *single]
        return sum((points for points, given in parts if given), Fraction(0)), sum((p for p, _ in parts), Fraction(0))


def shares(
    section: Section,
    course: Rules,
    tests: Sequence[Weighed],
    visibilities: tuple[Visibility, ...] = BOTH,
    complete: bool = True,
) -> Shares:
    """The shares of a section's tests.

    Raises SuiteError where points have no test, or a test no points; a run that is not `complete` may lack tests.
    """
    own = [test for test in tests if test.visibility in visibilities]
    if not section.exercises:
        return _by_weight(section, course, own, visibilities, complete)
    for test in own:
        if test.points and test.exercise not in section.exercises:
            raise SuiteError("exercise_without_points", section=section.id, exercise=test.exercise, test=test.id)
    tested = {name: [test for test in own if test.exercise == name] for name in section.exercises}
    parts = [_of_exercise(section, course, name, mine, visibilities, complete) for name, mine in tested.items()]
    points = {test.id: Fraction(0) for test in own}  # of a bonus for an exercise that has no points
    for part in parts:
        points |= part.tests
    joint = tuple(one for part in parts for one in part.joint)
    return Shares(points, joint, sum((part.left for part in parts), Fraction(0)))


def decimal(number: float) -> Fraction:
    """The number as it was written: 0.3 is three tenths, not the nearest binary fraction."""
    return Fraction(repr(float(number)))


def _by_weight(
    section: Section,
    course: Rules,
    tests: Sequence[Weighed],
    visibilities: tuple[Visibility, ...],
    complete: bool,
) -> Shares:
    points = _parts(decimal(section.points), section, course)
    if not tests and complete and any(points[visibility] for visibility in visibilities):
        raise SuiteError("section_without_tests", section=section.id, kinds=", ".join(visibilities))
    found: dict[str, Fraction] = {}
    for visibility in visibilities:
        part = _split(points[visibility], [test for test in tests if test.visibility == visibility], course)
        if not any(part.values()) and points[visibility] > 0 and complete:
            raise SuiteError(
                "section_without_points",
                section=section.id,
                kind=visibility,
                points=float(points[visibility]),
                file=getattr(course, visibility) / f"test_{section.id}.py",
            )
        found |= part
    left = sum((part for visibility, part in points.items() if visibility not in visibilities), Fraction(0))
    return Shares(found, (), left)


def _of_exercise(
    section: Section,
    course: Rules,
    name: str,
    tests: Sequence[Weighed],
    visibilities: tuple[Visibility, ...],
    complete: bool,
) -> Shares:
    """One exercise's points. One that has no public tests has all of them in its hidden ones."""
    points = decimal(section.exercises[name])
    counting = [test for test in tests if test.points and _counts(test.id, course)]
    parts = _parts(points, section, course)
    if not any(test.visibility == "public" for test in counting):
        parts = {"public": Fraction(0), "hidden": points}
    found: dict[str, Fraction] = {test.id: Fraction(0) for test in tests}
    joint: tuple[Joint, ...] = ()
    if "hidden" in visibilities and complete and not any(test.visibility == "hidden" for test in counting):
        raise SuiteError("exercise_without_tests", section=section.id, exercise=name)
    if "hidden" in visibilities and name not in section.independent:
        joint = _joint(points, name, counting, course)
        parts["hidden"] -= sum((one.points for one in joint), Fraction(0))
    for visibility in visibilities:
        found |= _split(parts[visibility], [test for test in counting if test.visibility == visibility], course)
    left = sum((part for visibility, part in parts.items() if visibility not in visibilities), Fraction(0))
    return Shares(found, joint, left)


def _joint(points: Fraction, name: str, tests: Sequence[Weighed], course: Rules) -> tuple[Joint, ...]:
    """What the tests give together: one part where none of them looks beside the answer, or all do."""
    values = frozenset(test.id for test in tests if not test.beside)
    whole = frozenset(test.id for test in tests)
    of_values, of_whole = decimal(course.values_share), decimal(course.whole_share)
    told: list[tuple[Together, Fraction, frozenset[str]]] = [("values", of_values, values), ("whole", of_whole, whole)]
    if len(whole) < 2:
        return ()
    if values in (whole, frozenset()):
        told = [("whole", of_values + of_whole, whole)]
    return tuple(Joint(name, kind, points * share, these) for kind, share, these in told if share)


def _parts(points: Fraction, section: Section, course: Rules) -> dict[Visibility, Fraction]:
    """The points that public and hidden tests give."""
    share = decimal(course.public_share if section.public_share is None else section.public_share)
    return {"public": points * share, "hidden": points * (1 - share)}


def _split(points: Fraction, tests: Iterable[Weighed], course: Rules) -> dict[str, Fraction]:
    """The points by the tests' weights; a test that no longer counts has none."""
    mine = list(tests)
    cases = Counter(function_of(test.id) for test in mine)
    weights = {
        test.id: decimal(test.points) / cases[function_of(test.id)] if _counts(test.id, course) else Fraction(0)
        for test in mine
    }
    total = sum(weights.values(), Fraction(0))
    return {id: points * weight / total if total else Fraction(0) for id, weight in weights.items()}


def function_of(id: str) -> str:
    """The test function that a test's id names: `hidden/s7::test_gate[or]` is a case of `hidden/s7::test_gate`."""
    return id.partition("[")[0]


def _counts(id: str, course: Rules) -> bool:
    return course.tests.get(function_of(id)) != "dropped"
