"""Between pytest and the judge: which items are a suite's, in which order, and whose verdicts they bring."""

import contextlib
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from grader.boundary.launcher import open_launcher
from grader.boundary.platform import has_alarm
from grader.boundary.proxy import Subject
from grader.course import find_course
from grader.errors import GraderError, SuiteError
from grader.intake import read_submission
from grader.suite.ahead import draw_ahead
from grader.runner.grading import Grading, Settings
from grader.runner.test_run import draw, judge
from grader.runner.reference import Reference
from grader.suite.case import TEST, read_test
from grader.verdict import Status

GRADING = pytest.StashKey[Grading]()
OWN = pytest.StashKey[contextlib.ExitStack]()
TRUSTED_SECONDS = 90
"""What one test may take on the trusted side as a whole: the guard against a suite that hangs by itself."""

PROFILE = hypothesis.settings(
    max_examples=50,
    derandomize=False,  # the seed of each property is set by the judge
    database=None,
    deadline=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink),
    suppress_health_check=list(hypothesis.HealthCheck),
)


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Recognise the suites' items, and put them in order: all public ones first, by the course's sections."""
    try:
        course = config.stash[GRADING].course if GRADING in config.stash else find_course(config.rootpath)
    except GraderError:
        return  # no course here: somebody else's tests
    for item in items:
        if isinstance(item, pytest.Function):
            try:
                test = read_test(item, course)
            except SuiteError as wrong:
                if GRADING not in config.stash:
                    raise pytest.UsageError(str(wrong)) from None
                config.stash[GRADING].trouble.append(str(wrong))
                items.clear()
                return
            if test is not None:
                item.stash[TEST] = test
                if has_alarm():
                    item.add_marker(pytest.mark.timeout(TRUSTED_SECONDS))
                if test.is_property:
                    _settle(item.obj)
    order = {section.id: place for place, section in enumerate(course.sections)}

    def place(item: pytest.Item) -> tuple[bool, int]:
        # What a public test says is shown to students: no hidden one may have told the worker a thing by then.
        test = item.stash.get(TEST, None)
        return (test.visibility == "hidden", order[test.section]) if test else (True, len(order))

    items.sort(key=place)


def _settle(function: Any) -> None:
    """Put the kit's settings under those that the author gave to this property."""
    given: hypothesis.settings | None = getattr(function, "_hypothesis_internal_use_settings", None)
    examples = given.max_examples if given is not None and given.max_examples != 100 else PROFILE.max_examples
    function._hypothesis_internal_use_settings = hypothesis.settings(PROFILE, max_examples=examples)


def begin(session: pytest.Session) -> None:
    """Have the later suites drawn by a second process where many are still to be drawn."""
    if any(TEST in item.stash for item in session.items) and not session.config.option.collectonly:
        grading = grading_of(session.config)
        grading.reference.helper = draw_ahead(session, grading)


def carry_out(item: pytest.Function) -> object:
    """Judge a suite's item and keep the verdict; None leaves any other item to pytest."""
    test = item.stash.get(TEST, None)
    if test is None:
        return None
    grading = grading_of(item.config)
    names = item._fixtureinfo.argnames
    try:
        if "reference" in names:
            grading.reference.require(test.section)
        if grading.only_draws:
            draw(test, {name: item.funcargs[name] for name in names}, grading)
            return True
        verdict = judge(test, {name: item.funcargs[name] for name in names}, grading)
    except GraderError as wrong:
        grading.failure = wrong
        pytest.exit(str(wrong), wrong.exit_status)
    grading.add(verdict)
    if verdict.status is not Status.PASSED:
        hint = f"\nhint  {verdict.hint}" if verdict.hint and verdict.status is not Status.NOT_ATTEMPTED else ""
        text = f"{verdict.exercise} · {verdict.title}: {verdict.status.word}\n{verdict.message}{hint}"
        pytest.fail(text.strip(), pytrace=False)
    return True


def subject(request: pytest.FixtureRequest, which: str) -> Subject:
    """The fixture's value for a suite's item."""
    test = request.node.stash.get(TEST, None)
    if test is None:
        raise pytest.UsageError(f"`{which}` is for the suites of a course, in its public and hidden folders")
    return grading_of(request.config).subject(which, test.section)


def grading_of(config: pytest.Config) -> Grading:
    """The run that this session of pytest is about; begun from its own options where nobody handed one in."""
    if GRADING not in config.stash:
        try:
            course = find_course(config.rootpath)
            path = config.getoption("--submission")
            submission = read_submission(Path(path) if path else course.exercises, course)
            settings = Settings(
                seed=config.getoption("--grader-seed"),
                replay=not config.getoption("--no-replay"),
                budget=course.limits.budget_seconds,
            )
            launcher = open_launcher(config.getoption("--grader-isolation"), course.limits.memory_mib)
        except GraderError as wrong:
            raise pytest.UsageError(str(wrong)) from None
        reference = Reference(course, launcher, settings.seed)
        grading = config.stash[GRADING] = Grading(course, submission, settings, launcher, reference)
        own = config.stash[OWN] = contextlib.ExitStack()
        for part in (launcher, reference, grading):
            own.callback(part.close)
    return config.stash[GRADING]


def finish(config: pytest.Config) -> None:
    """End the processes of a run that was begun here."""
    if OWN in config.stash:
        config.stash[OWN].close()
