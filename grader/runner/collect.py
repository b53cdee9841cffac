"""The suites as a function: a course and a submission in, a `Run` out."""

import contextlib
import gc
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.boundary.launcher import Launcher, open_launcher
from grader.course import Course
from grader.errors import SuiteError
from grader.intake import Submission
from grader.runner.pytest_session import GRADING
from grader.runner.grading import Grading, Settings
from grader.runner.reference import Reference
from grader.runner.recordings import cache_folder
from grader.suite.case import PREFIX, TEST, End, Test
from grader.verdict import Run, Status, Verdict

__all__ = ["Settings", "run_suites"]


def run_suites(
    course: Course,
    submission: Submission,
    settings: Settings,
    on_start: Callable[[int], None] = lambda count: None,
    on_verdict: Callable[[Verdict], None] = lambda verdict: None,
    launcher: Launcher | None = None,
) -> Run:
    """Run the suites that the settings ask for, and tell of each verdict as it comes.

    Raises `SuiteError` when a suite cannot be collected or set up, `IsolationError` when the isolation that was asked
    for is not to be had. After Ctrl-C the run holds what was known by then. A `launcher` that is handed in stays open.
    """
    suites = suite_files(course, settings)
    if not suites:
        raise SuiteError(f"there are no suites for these sections in {course.public} or {course.hidden}.")
    with contextlib.ExitStack() as stack:
        if launcher is None:
            launcher = stack.enter_context(
                contextlib.closing(open_launcher(settings.isolation, course.limits.memory_mib))
            )
        reference = stack.enter_context(contextlib.closing(Reference(course, launcher, settings.seed)))
        grading = Grading(course, submission, settings, launcher, reference, on_verdict)
        stack.callback(grading.close)
        watcher = _Watcher(grading, on_start)
        try:
            with hermetic(), seldom_collected(), _forgotten(suites), contextlib.redirect_stdout(io.StringIO()):
                pytest.main(pytest_arguments(course, suites), plugins=[watcher])
                watcher.account_for_all()
                if settings.diagnose and not grading.interrupted:
                    grading.diagnose()
        except KeyboardInterrupt:
            grading.interrupted = True
    if grading.failure:
        raise grading.failure
    if grading.trouble:
        raise SuiteError(grading.trouble[0])
    return grading.run(suites)


def suite_files(course: Course, settings: Settings) -> list[Path]:
    """The suites' files, in the course's order, public before hidden."""
    wanted = [s.id for s in course.sections if not settings.sections or s.id in settings.sections]
    folders = [getattr(course, visibility) for visibility in settings.visibilities]
    candidates = [folder / f"{PREFIX}{section}.py" for section in wanted for folder in folders]
    return [path for path in candidates if path.is_file()]


def pytest_arguments(course: Course, suites: list[Path]) -> list[str]:
    """The arguments of a run of pytest that sees the suites and nothing of its surroundings."""
    return [
        *map(str, suites),
        f"--rootdir={course.root}",
        f"--confcutdir={course.root}",
        "-c", str(course.root / "pyproject.toml"),
        "-o", "addopts=",
        "--import-mode=importlib",
        "--assert=plain",
        "-s",
        "-p", "grader.runner.plugin",
        "-p", "pytest_timeout",
        "-p", "no:cacheprovider",
        "-p", "no:terminal",
        "-p", "no:logging",
        "-p", "no:warnings",
        "-p", "no:faulthandler",
        "-p", "no:unraisableexception",  # it collects all garbage twice at the end: as long as a section's tests take
    ]  # fmt: skip


@contextlib.contextmanager
def hermetic() -> Iterator[None]:
    """Keep pytest plugins and options of the surroundings out: the same machine gives the same verdicts.

    What hypothesis keeps goes to our cache, not into the course's folder.
    """
    wanted = {
        "PYTEST_ADDOPTS": None,
        "PYTEST_PLUGINS": None,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache_folder().parent / "hypothesis"),
    }
    kept = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(kept)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Have garbage looked for seldom, and not among what torch and pytest made: it took a quarter of a run's time."""
    kept = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*kept)
        gc.unfreeze()


@contextlib.contextmanager
def _forgotten(suites: list[Path]) -> Iterator[None]:
    """Have the suites' modules dropped afterwards: a module is found again by its name, whatever course it is of."""
    own = {str(path) for path in suites}
    try:
        yield
    finally:
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) in own:
                del sys.modules[name]


class _Watcher:
    """Hands the run to the plugin, and notices what goes wrong with the suites themselves."""

    def __init__(self, grading: Grading, on_start: Callable[[int], None]) -> None:
        self._grading = grading
        self._on_start = on_start
        self._tests: list[Test] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[GRADING] = self._grading

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._grading.trouble.append(f"the suite {report.nodeid} cannot be read: {_gist(report.longrepr)}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        tests = [item.stash[TEST] for item in session.items if TEST in item.stash]
        self._grading.trouble += self._bans_of_nothing(tests)
        if self._grading.trouble:
            session.items.clear()
        else:
            self._tests = tests
            self._on_start(len(tests))

    def _bans_of_nothing(self, tests: list[Test]) -> Iterator[str]:
        """A ✗ whose exercise is misspelt would forbid nothing, and nobody would see it."""
        if set(self._grading.settings.visibilities) != {"public", "hidden"}:
            return  # an exercise may have tests of the other kind alone
        for section in self._grading.course.sections:
            known = {test.exercise for test in tests if test.section == section.id}
            solution = self._grading.course.solutions / section.file
            if known and solution.is_file():
                known.update(re.findall(r"\w+", solution.read_text(encoding="utf-8")))
            for name in section.forbidden if known else ():
                if name not in known:
                    yield f"forbidden of the section {section.id} has {name!r}, an exercise that is nowhere to be found"

    def account_for_all(self) -> None:
        """See that each test has a verdict, so that no point is forgotten; a Ctrl-C keeps some from being run."""
        done = {verdict.id for verdict in self._grading.verdicts}
        for test in self._tests:
            if test.id not in done and self._grading.interrupted:
                self._grading.add(test.verdict(End(Status.TIMEOUT, "not run: stopped by Ctrl-C", says_why=True)))
            elif test.id not in done:
                self._grading.trouble.append(f"{test.id} ended without a verdict")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.when != "call":
            self._grading.trouble.append(f"{report.nodeid}: its {report.when} failed: {_gist(report.longrepr)}")

    def pytest_keyboard_interrupt(self) -> None:
        self._grading.interrupted = True

    def pytest_internalerror(self, excrepr: object) -> None:
        self._grading.trouble.append(f"pytest failed: {_gist(excrepr)}")


def _gist(report: object) -> str:
    """The line of pytest's report that says what was wrong: the last that it marks with an E, or else the last."""
    lines = str(report).strip().splitlines() or [""]
    marked = [line[1:] for line in lines if line.startswith("E  ")]
    return (marked or lines)[-1].strip()
