"""The bench: suites collected once, then run on one variant after the other, in this process."""

import contextlib
import io
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from grader.boundary.launcher import Launcher
from grader.course import Course
from grader.errors import SuiteError
from grader.intake import SubmittedFile, Submission
from grader.runner.pytest_session import GRADING
from grader.runner.grading import Grading, Settings
from grader.runner.test_run import judge
from grader.runner.reference import Reference
from grader.runner.collect import hermetic, pytest_arguments, seldom_collected
from grader.suite.case import TEST, End, Test
from grader.course.variants import Variant
from grader.verdict import Status, Verdict
from grader.verify.callers import callers_of
from grader.verify.tasks import Task

SUBJECTS = {"submission", "reference"}


class Outcome(msgspec.Struct, frozen=True):
    """What the suites say of one variant. `failing` holds (test, exercise, status) of each that did not pass.

    `astray` are those among them that do not rest on what was replaced: neither do they call it nor need it.
    `diagnosis` is the hint that a student with this code would get from the misconceptions, "" for none.
    """

    kind: str
    section: str
    of: str
    name: str
    place: str
    hint: str
    change: str
    failing: list[tuple[str, str, str]]
    astray: list[str]
    tests: list[tuple[str, str]]
    duration: float
    diagnosis: str


def run_bench(
    course: Course,
    suites: Sequence[Path],
    tasks: Iterable[Task],
    settings: Settings,
    launcher: Launcher,
    on_outcome: Callable[[Task, Outcome], None],
) -> None:
    """Run the suites on every task's variant; raises `SuiteError` when they cannot be collected."""
    bench = _Bench(course, tasks, settings, launcher, on_outcome)
    with hermetic(), seldom_collected(), contextlib.redirect_stdout(io.StringIO()):
        pytest.main(pytest_arguments(course, list(suites)), plugins=[bench])
    if bench.trouble:
        raise SuiteError(bench.trouble[0])


class _Bench:
    """A pytest plugin that takes over the loop over tests."""

    def __init__(
        self,
        course: Course,
        tasks: Iterable[Task],
        settings: Settings,
        launcher: Launcher,
        on_outcome: Callable[[Task, Outcome], None],
    ) -> None:
        self._course = course
        self._tasks = tasks
        self._settings = replace(settings, shrink=False)
        self._launcher = launcher
        self._on_outcome = on_outcome
        self._callers = callers_of(course)
        self._reference = Reference(course, launcher, settings.seed)
        self._base = Grading(course, Submission("", (), ""), self._settings, launcher, self._reference)

    @property
    def trouble(self) -> list[str]:
        return self._base.trouble

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[GRADING] = self._base

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble.append(f"the suite {report.nodeid} cannot be read: {str(report.longrepr).splitlines()[-1]}")

    def pytest_internalerror(self, excrepr: object) -> None:
        self.trouble.append(f"the bench failed: {str(excrepr).strip().splitlines()[-1]}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        tests: dict[str, list[tuple[Test, pytest.Function]]] = {}
        for item in session.items:
            if isinstance(item, pytest.Function):
                test = item.stash[TEST]
                tests.setdefault(test.section, []).append((test, item))
        with contextlib.closing(self._reference):
            for task in () if self.trouble else self._tasks:
                self._on_outcome(task, self._run(task, tests.get(task.variant.section, [])))
        return True

    def _run(self, task: Task, tests: list[tuple[Test, pytest.Function]]) -> Outcome:
        variant = task.variant
        started = time.perf_counter()
        file = SubmittedFile(variant.section, f"{variant.section}.py", variant.section, variant.source)
        submission = Submission(variant.name, (file,), "")
        grading = Grading(self._course, submission, self._settings, self._launcher, self._reference)
        with contextlib.closing(grading):
            verdicts: list[tuple[Test, Verdict]] = []
            for test, item in tests:
                if not self._is_due(test, task):
                    grading.learn(test, End(Status.PASSED))  # as on the reference; others may count beside it
                    continue
                verdicts.append((test, judge(test, _arguments(item, test, grading), grading)))
                if task.kind == "mutant" and verdicts[-1][1].status is not Status.PASSED:
                    break  # one test is enough for it
            if task.kind in ("misconception", "wheat"):
                grading.diagnose(only=variant.of)
        found = grading.diagnoses.get((variant.section, variant.of))
        failing = [(t, v.status) for t, v in verdicts if v.status is not Status.PASSED and t.points]
        return Outcome(
            task.kind, variant.section, variant.of, variant.name, variant.place, variant.hint, task.change,
            [(test.id, test.exercise, status.value) for test, status in failing],
            [test.id for test, _ in failing if not self._rests_on(test, variant)],
            [(test.id, test.exercise) for test, _ in tests if test.points],
            round(time.perf_counter() - started, 3), found.hint if found else "",
        )  # fmt: skip

    def _is_due(self, test: Test, task: Task) -> bool:
        """Whether a test is to be run: its end is not known beforehand, and says something of the suites.

        A mutant's are those of its exercise. Of a wrong variant, tests that rest on it may fail as they like. A test
        that calls nothing of what was replaced, and nothing that uses it, ends as it does on the reference.
        """
        variant, touched = task.variant, self._touched(task.variant)
        if not variant.of or test.exercise == variant.of:
            return bool(test.points) or task.kind != "mutant"
        if task.kind == "mutant" or (task.kind == "misconception" and self._rests_on(test, variant)):
            return False
        recordings = self._reference.recordings(test)
        recording = recordings.find(test.id) if recordings else None
        if recording is None or not recording.examples:
            return True
        return any(call.what in touched for example in recording.examples for call in example.submission)

    def _rests_on(self, test: Test, variant: Variant) -> bool:
        return bool({test.exercise, *test.needs} & self._touched(variant))

    def _touched(self, variant: Variant) -> set[str]:
        """What was replaced, and what calls it in the reference."""
        return {variant.of, *self._callers.get((variant.section, variant.of), ())}


def _arguments(item: pytest.Function, test: Test, grading: Grading) -> dict[str, object]:
    names = item._fixtureinfo.argnames
    cases = item.callspec.params if hasattr(item, "callspec") else {}
    unknown = [name for name in names if name not in SUBJECTS and name not in cases]
    if unknown:
        raise SuiteError(f"{test.id} uses the fixture `{unknown[0]}`, which `grader verify` cannot set up.")
    return {name: cases[name] if name in cases else grading.subject(name, test.section) for name in names}
