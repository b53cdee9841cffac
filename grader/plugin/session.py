"""A run of pytest over a course's suites: the verdicts are those of the one loop, and pytest shows them."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from grader.boundary.launcher import advice
from grader.course import Course, find_course
from grader.course.catalog import Told, course_texts
from grader.errors import CourseError, GraderError, SuiteError
from grader.intake import Submission, read_submission
from grader.report.words import message
from grader.runner import hypothesis_internals
from grader.runner.collect import BOTH, Suite, collect, read_case
from grader.runner.grade import Settings, grade
from grader.runner.workers import Workers, open_workers
from grader.suite.case import Case
from grader.texts import language, spoken
from grader.verdict import Status, Verdict, Visibility

FOREVER = 1e9
"""Seconds that nobody waits."""
CASE = pytest.StashKey[Case]()


class Session:
    """What pytest is told of the course's tests. A section is graded when the first test of it is asked for."""

    def __init__(self, course: Course, config: pytest.Config) -> None:
        self._course = course
        self._config = config
        self._stack = contextlib.ExitStack()
        self._items: list[pytest.Item] = []
        self._graded: dict[str, Verdict] = {}
        self._suite: Suite | None = None
        self._workers: Workers | None = None
        self._submission: Submission | None = None
        self._in_process = bool(config.getoption("--in-process", False))

    @classmethod
    def around(cls, root: Path, config: pytest.Config) -> "Session | None":
        """The session for the course in a folder; None where there is none after all."""
        try:
            return cls(find_course(root), config)
        except CourseError as wrong:
            if wrong.id == "course_nowhere":
                return None
            raise pytest.UsageError(wrong.told(spoken())) from None

    def owns(self, node: pytest.Item | pytest.Collector) -> bool:
        """Whether a test or a file is one of the course's suites."""
        return any(node.path.is_relative_to(folder) for folder in (self._course.public, self._course.hidden))

    def importing(self) -> contextlib.AbstractContextManager[None]:
        """To be in while a suite is imported."""
        return hypothesis_internals.settings_of_suites()

    def arrange(self, items: list[pytest.Item]) -> None:
        """Recognise the suites' tests, and put them in order: all public ones first, by the course's sections."""
        order = {section.id: place for place, section in enumerate(self._course.sections)}
        for item in filter(self.owns, items):
            try:
                case = read_case(item, self._course)
            except SuiteError as wrong:
                raise pytest.UsageError(wrong.told(spoken())) from None
            if case is not None:
                item.stash[CASE] = case

        def place(item: pytest.Item) -> tuple[bool, int]:
            case = self._case(item)
            return (case.visibility == "hidden", order[case.section]) if case else (True, len(order))

        items.sort(key=place)
        self._items = items
        hidden = any(case.visibility == "hidden" for item in items if (case := self._case(item)))
        if self._in_process and (hidden or self._config.getoption("--submission", None)):
            raise pytest.UsageError(spoken().say("in_process_public"))

    def report(self, item: pytest.Function) -> None:
        """Let the test pass or fail as its verdict says."""
        case = item.stash[CASE]
        try:
            if case.id not in self._graded:
                self._grade(case.section)
            verdict = self._graded[case.id]
        except GraderError as wrong:
            pytest.exit(wrong.told(spoken()), wrong.exit_status)
        if _untouched(verdict):
            pytest.skip(spoken().say("not_attempted_yet"))
        if verdict.status is not Status.PASSED:
            pytest.fail(_text(verdict, course_texts(self._course, language())), pytrace=False)

    def warnings(self) -> list[str]:
        """That there was no sandbox, and why."""
        if self._in_process:
            return [spoken().say("in_process")] if self._workers else []
        notes = self._workers.launcher.notes if self._workers else ()
        return [spoken().say("without_sandbox", advice=tuple(map(advice, notes)))] if notes else []

    def close(self) -> None:
        """End the processes that grading took."""
        self._stack.close()

    def _case(self, item: pytest.Item) -> Case | None:
        return item.stash.get(CASE, None) if self.owns(item) else None

    def _grade(self, section: str) -> None:
        """Grade all tests of the exercises that were asked for in a section: some count only beside others."""
        suite, submission, workers = self._opened()
        asked = [case for item in self._items if (case := self._case(item)) and case.section == section]
        chosen = suite.only(exercises={(section, case.exercise) for case in asked})
        settings = Settings(
            budget=self._course.limits.budget_seconds, replay=not self._config.getoption("--no-replay", False)
        )
        if self._in_process:  # a debugger takes its time, and stops only in the tests that were asked for
            exercises = frozenset((section, case.exercise) for case in asked)
            settings = Settings(budget=FOREVER, replay=False, watch=False, presumed=exercises)
            ids = {case.id for case in asked}
            chosen = replace(chosen, cases=tuple(case for case in chosen.cases if case.id in ids))
        run = grade(submission, chosen, workers, settings)
        if run.interrupted:
            raise KeyboardInterrupt
        self._graded.update({verdict.id: verdict for verdict in run.verdicts})

    def _opened(self) -> tuple[Suite, Submission, Workers]:
        if self._suite is None or self._submission is None or self._workers is None:
            option = self._config.getoption
            path = option("--submission", None)
            self._submission = read_submission(Path(path) if path else self._course.exercises, self._course)
            isolation, seed = option("--grader-isolation", "auto"), option("--grader-seed", 0)
            if self._in_process:
                from grader.inprocess import without_boundary

                opened = without_boundary(self._course, self._course.exercises, seed)
            else:
                opened = open_workers(self._course, isolation, seed)
            self._workers = self._stack.enter_context(opened)
            cases = [case for item in self._items if (case := self._case(item))]
            self._suite = collect(self._course, _sections(cases), _visibilities(cases))
        return self._suite, self._submission, self._workers


def _sections(cases: Sequence[Case]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(case.section for case in cases))


def _visibilities(cases: Sequence[Case]) -> tuple[Visibility, ...]:
    """What is graded: hidden tests beside the public ones, as the command does; public ones alone, as `check` does."""
    return BOTH if any(case.visibility == "hidden" for case in cases) else ("public",)


def _untouched(verdict: Verdict) -> bool:
    """Whether a student has not come to the exercise yet. A file that is missing, or empty, is something to see to."""
    kind = verdict.failure.kind if verdict.failure else "not_attempted"
    return verdict.status is Status.NOT_ATTEMPTED and kind in ("not_attempted", "needs_exercise")


def _text(verdict: Verdict, told: Told) -> str:
    translator = spoken()
    say = translator.say
    status = say(f"status_{verdict.status.value}")
    parts = [say("verdict_line", exercise=verdict.exercise, title=told(verdict.title), status=status)]
    failure = verdict.failure and replace(verdict.failure, says=told(verdict.failure.says))
    parts += [message(failure, translator)] if failure else []
    if verdict.hint and verdict.status is not Status.NOT_ATTEMPTED:
        parts.append(say("hint_line", hint=told(verdict.hint)))
    return "\n".join(parts)
