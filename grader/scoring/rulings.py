"""What was decided about a test after it had been graded: the points of a kept result, split once more.

Nothing is run again. A result keeps each test's weight and how the course splits its points, so the arithmetic is that
of the first time: dropped, a test's points go to the others; given, everybody has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from grader.course import Ruling, Section
from grader.errors import SuiteError, UsageError
from grader.scoring.result import Result, SectionResult, TestResult
from grader.scoring.score import together
from grader.scoring.shares import Split, function_of, shares
from grader.verdict import Visibility


@dataclass(frozen=True)
class _Test:
    """A test as it is weighed."""

    id: str
    exercise: str
    visibility: Visibility
    points: float
    beside: bool


@dataclass(frozen=True)
class _Rules:
    """The course, as far as a result has kept it."""

    public_share: float
    values_share: float
    whole_share: float
    tests: Mapping[str, Ruling]
    public: Path = Path()
    hidden: Path = Path()


def ruled(result: Result, rulings: Mapping[str, Ruling]) -> Result:
    """The result with these rulings, by the names of test functions such as `hidden/s1::test_mean`.

    Raises UsageError where a section's points would have no test left, and for a result that was kept without weights.
    """
    return replace(result, sections=tuple(_section(section, result, rulings) for section in result.sections))


def _section(section: SectionResult, result: Result, rulings: Mapping[str, Ruling]) -> SectionResult:
    own = [test for test in section.tests if not test.together]
    changed = {name for name in map(function_of, (test.id for test in own)) if name in rulings}
    if all(test.ruling == rulings[function_of(test.id)] for test in own if function_of(test.id) in changed):
        return section
    if section.split is None:
        raise UsageError("ruling_without_weights", test=min(changed), section=section.id)
    now = {function_of(test.id): test.ruling for test in own} | {name: rulings[name] for name in changed}
    try:
        given = shares(
            _as_in_course(section, section.split),
            _Rules(section.split.public_share, section.split.values_share, section.split.whole_share, now),
            [_Test(test.id, test.exercise, test.visibility, test.weight, test.beside) for test in own],
            result.visibilities,
            not result.interrupted,
        )
    except SuiteError:
        raise UsageError("ruling_leaves_nothing", test=min(changed), section=section.id) from None
    tests = {test.id: _ruled(test, given.tests[test.id], now[function_of(test.id)]) for test in own}
    joint = [together(one, section.id, tests) for one in given.joint]
    return replace(section, tests=(*tests.values(), *joint), hidden_points=given.left)


def _as_in_course(section: SectionResult, split: Split) -> Section:
    return Section(
        section.id,
        section.title,
        split.points,
        public_share=split.public_share,
        exercises=dict(split.exercises),
        independent=split.independent,
    )


def _ruled(test: TestResult, points: Fraction, ruling: Ruling) -> TestResult:
    changed = replace(test, ruling=ruling, max_score=points, score=Fraction(0))
    return replace(changed, score=points) if changed.right else changed
