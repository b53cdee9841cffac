"""A result from verdicts. Only `passed` gives points, all of a test's or none; how many they are, `shares` says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.course import Course, Section
from grader.errors import SuiteError
from grader.failure import Failure
from grader.inert import inert, inert_line
from grader.scoring.bounds import bounded, tame
from grader.scoring.result import Result, SectionResult, TestResult
from grader.scoring.shares import BOTH, Joint, Split, function_of, shares
from grader.texts import translator
from grader.verdict import Run, Status, Verdict, Visibility

MOST_NOTES = 200


def score(
    run: Run,
    course: Course,
    *,
    sections: tuple[str, ...] = (),
    visibilities: tuple[Visibility, ...] = BOTH,
    partial: bool = False,
) -> Result:
    """The points of `run` in the `sections` asked for (all, when none is named). Raises SuiteError.

    A `partial` run has some of a section's tests alone; what they give is then not what they give beside the others.
    """
    _check(run, course)
    whole = not (run.interrupted or partial)
    failures = bounded((verdict.section, verdict.failure) for verdict in run.verdicts)
    verdicts = list(zip(run.verdicts, failures, strict=True))
    return Result(
        submission=inert_line(run.submission),
        course=course.title,
        sections=tuple(
            _section(section, run, verdicts, course, visibilities, whole)
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
        complete=run.complete,
        notes=tame(run.notes[:MOST_NOTES]),
        path=inert_line(run.path),
        files=tame(run.files),
    )


def _check(run: Run, course: Course) -> None:
    """What no suite may do to the arithmetic."""
    for id, times in Counter(verdict.id for verdict in run.verdicts).items():
        if times > 1:
            raise SuiteError("verdict_twice", test=id, number=times)
    for verdict in run.verdicts:
        if course.section(verdict.section) is None:
            raise SuiteError("verdict_section", test=verdict.id, section=verdict.section)
        if not 0 <= verdict.points < float("inf"):
            raise SuiteError("verdict_points", test=verdict.id.replace("::", "/"), points=verdict.points)


def _section(
    section: Section,
    run: Run,
    verdicts: list[tuple[Verdict, Failure | None]],
    course: Course,
    visibilities: tuple[Visibility, ...],
    complete: bool,
) -> SectionResult:
    own = [pair for pair in verdicts if pair[0].section == section.id and pair[0].visibility in visibilities]
    _check_named(section, course, [verdict for verdict, _ in own], visibilities, complete)
    given = shares(section, course, [verdict for verdict, _ in own], visibilities, complete)
    own.sort(key=lambda pair: visibilities.index(pair[0].visibility))
    tests = [_test(verdict, failure, given.tests[verdict.id], course) for verdict, failure in own]
    by_id = {test.id: test for test in tests}
    joint = [together(one, section.id, by_id) for one in given.joint]
    split = Split.of(section, course)
    return SectionResult(section.id, section.title, (*tests, *joint), given.left, _order(section, run), split)


def _order(section: Section, run: Run) -> tuple[str, ...]:
    """Its exercises as the course lists them, or else as the suites do."""
    tested = [exercise for id, exercise in run.exercises if id == section.id]
    return tuple(name for name in dict.fromkeys((*section.exercises, *tested)) if name in tested)


def _check_named(
    section: Section,
    course: Course,
    verdicts: Sequence[Verdict],
    visibilities: tuple[Visibility, ...],
    complete: bool,
) -> None:
    """Whether the tests of this section that the course's table names are there, among the kinds that were run."""
    known = {function_of(verdict.id) for verdict in verdicts}
    for name in course.tests if complete else ():
        visibility, _, rest = name.partition("/")
        if visibility in visibilities and rest.startswith(f"{section.id}::") and name not in known:
            raise SuiteError("test_unknown", test=name)


def _test(verdict: Verdict, failure: Failure | None, max_score: Fraction, course: Course) -> TestResult:
    test = TestResult(
        id=verdict.id,
        title=verdict.title,
        exercise=verdict.exercise,
        visibility=verdict.visibility,
        status=verdict.status,
        score=Fraction(0),
        max_score=max_score,
        failure=failure,
        hint=inert(verdict.hint),
        duration=round(verdict.duration, 4),
        ruling=course.tests.get(function_of(verdict.id), "counts"),
        weight=verdict.points,
        beside=verdict.beside,
    )
    return replace(test, score=max_score) if test.right else test


def together(joint: Joint, section: str, tests: Mapping[str, TestResult]) -> TestResult:
    """What several tests give together, as one more test. It ends as they do, where all of them end alike."""
    own = [tests[id] for id in joint.tests]
    short = [test for test in own if not test.right]
    alike = len({test.status for test in own}) == 1
    status = own[0].status if short and alike else Status.FAILED if short else Status.PASSED
    same = own[0].failure if short and all(test.failure == own[0].failure for test in own) else None
    return TestResult(
        id=f"hidden/{section}::{joint.exercise}::{joint.kind}",
        title=translator().say(f"together_{joint.kind}"),
        exercise=joint.exercise,
        visibility="hidden",
        status=status,
        score=Fraction(0) if short else joint.points,
        max_score=joint.points,
        failure=same or (Failure("not_together", number=len(short)) if short and not alike else None),
        together=joint.kind,
    )
