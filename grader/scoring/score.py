"""The arithmetic. A section's points are split by share into a public and a hidden part, each part by weight.

Only `passed` gives points. A part that should give points and has no test to give them is an error of the suite:
silence is never full marks.
"""

from collections import Counter
from fractions import Fraction

from grader.course import Course, Section
from grader.errors import SuiteError
from grader.failure import Failure
from grader.inert import inert, inert_line
from grader.scoring.bounds import bounded, tame
from grader.scoring.result import Result, SectionResult, TestResult
from grader.verdict import Run, Status, Verdict, Visibility

BOTH: tuple[Visibility, ...] = ("public", "hidden")
MOST_NOTES = 200


def score(
    run: Run, course: Course, *, sections: tuple[str, ...] = (), visibilities: tuple[Visibility, ...] = BOTH
) -> Result:
    """The points of `run` in the `sections` asked for (all, when none is named). Raises SuiteError."""
    _check(run, course)
    verdicts = list(zip(run.verdicts, bounded(verdict.failure for verdict in run.verdicts), strict=True))
    return Result(
        submission=inert_line(run.submission),
        course=course.title,
        sections=tuple(
            _section(section, verdicts, course, visibilities, complete=not run.interrupted)
            for section in course.sections
            if not sections or section.id in sections
        ),
        visibilities=visibilities,
        isolation=run.isolation,
        seed=run.seed,
        suite=run.suite_hash,
        submission_hash=run.submission_hash,
        versions=run.versions,
        layers=run.layers,
        duration=round(run.duration, 3),
        interrupted=run.interrupted,
        notes=tame(run.notes[:MOST_NOTES]),
        path=inert_line(run.path),
        files=tame(run.files),
    )


def parts(section: Section, course: Course) -> dict[Visibility, Fraction]:
    """The points that a section's public and hidden tests give."""
    share = decimal(course.public_share if section.public_share is None else section.public_share)
    points = decimal(section.points)
    return {"public": points * share, "hidden": points * (1 - share)}


def decimal(number: float) -> Fraction:
    """The number as it was written: 0.3 is three tenths, not the nearest binary fraction."""
    return Fraction(repr(float(number)))


def _check(run: Run, course: Course) -> None:
    """What no suite may do to the arithmetic."""
    for id, times in Counter(verdict.id for verdict in run.verdicts).items():
        if times > 1:
            raise SuiteError("verdict_twice", test=id, number=times)
    for verdict in run.verdicts:
        if course.section(verdict.section) is None:
            raise SuiteError("verdict_section", test=verdict.id, section=verdict.section)
        if not 0 <= verdict.points < float("inf"):
            raise SuiteError("verdict_points", test=verdict.id, points=verdict.points)


def _section(
    section: Section,
    verdicts: list[tuple[Verdict, Failure | None]],
    course: Course,
    visibilities: tuple[Visibility, ...],
    complete: bool,
) -> SectionResult:
    own = [(verdict, failure) for verdict, failure in verdicts if verdict.section == section.id]
    points = parts(section, course)
    if not own and complete and any(points[visibility] for visibility in visibilities):
        raise SuiteError("section_without_tests", section=section.id, kinds=", ".join(visibilities))
    tests: list[TestResult] = []
    for visibility in visibilities:
        chosen = [(verdict, failure) for verdict, failure in own if verdict.visibility == visibility]
        total = sum((decimal(verdict.points) for verdict, _ in chosen), Fraction(0))
        if total == 0 and points[visibility] > 0 and complete:
            raise SuiteError(
                "section_without_points",
                section=section.id,
                kind=visibility,
                points=float(points[visibility]),
                file=getattr(course, visibility) / f"test_{section.id}.py",
            )
        each = points[visibility] / total if total else Fraction(0)
        tests += [_test(verdict, failure, decimal(verdict.points) * each) for verdict, failure in chosen]
    left = sum((part for visibility, part in points.items() if visibility not in visibilities), Fraction(0))
    return SectionResult(section.id, section.title, tuple(tests), left)


def _test(verdict: Verdict, failure: Failure | None, max_score: Fraction) -> TestResult:
    return TestResult(
        id=verdict.id,
        title=verdict.title,
        exercise=verdict.exercise,
        visibility=verdict.visibility,
        status=verdict.status,
        score=max_score if verdict.status is Status.PASSED else Fraction(0),
        max_score=max_score,
        failure=failure,
        hint=inert(verdict.hint),
        duration=round(verdict.duration, 4),
    )
