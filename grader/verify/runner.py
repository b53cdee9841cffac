"""The suites on one variant after the other, in this process: the same loop that grades a submission."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import msgspec

from grader.course.variants import Variant
from grader.inert import inert_line
from grader.intake import Submission, SubmittedFile
from grader.report.words import message
from grader.runner.collect import Suite
from grader.runner.grade import Settings, grade
from grader.runner.workers import Workers, seldom_collected
from grader.scoring.shares import shares
from grader.suite.case import Case
from grader.texts import translator
from grader.verdict import Status, Verdict
from grader.verify.tasks import Task, callers_of


class Outcome(msgspec.Struct, frozen=True):
    """What the suites say of one variant. `failing` holds (test, exercise, status) of each that did not pass.

    `misattributed` are those among them that do not rest on what was replaced: neither do they call it nor need it.
    `diagnosis` is the hint that a student with this code would get from the misconceptions, "" for none. `kept` is the
    share of its exercise's points, `worth` in all, that a misconception keeps; with `beside` it has the right answer
    and fails only tests that look beside it, or tests that count one by one. `messages` say why the tests of a
    reference fail.
    """

    kind: str
    section: str
    of: str
    name: str
    place: str
    hint: str
    change: str
    failing: list[tuple[str, str, str]]
    misattributed: list[str]
    tests: list[tuple[str, str]]
    duration: float
    diagnosis: str
    kept: float = 0.0
    worth: float = 0.0
    beside: bool = False
    messages: list[str] = []


def run_tasks(
    suite: Suite, workers: Workers, tasks: Iterable[Task], on_outcome: Callable[[Task, Outcome], None]
) -> None:
    """Run the suite on every task's variant."""
    runner = _Runner(suite, workers)
    with seldom_collected():
        for task in tasks:
            on_outcome(task, runner.run(task))


class _Runner:
    """Knows which tests say something of a variant."""

    def __init__(self, suite: Suite, workers: Workers) -> None:
        self._suite = suite
        self._workers = workers
        self._callers = callers_of(suite.course)
        self._shares = {
            section.id: shares(section, suite.course, [case for case in suite.cases if case.section == section.id])
            for section in suite.course.sections
            if any(case.section == section.id for case in suite.cases)
        }

    def run(self, task: Task) -> Outcome:
        variant = task.variant
        started = time.perf_counter()
        cases = [case for case in self._suite.cases if case.section == variant.section]
        telling = [case for case in cases if self._tells(case, task)]
        # The others end as they do on the reference, and a test may count beside one of them.
        presumed = {
            (case.section, case.exercise) for case in cases if case not in telling and case.exercise != variant.of
        }
        settings = Settings(
            shrink=False,
            diagnose=task.kind in ("misconception", "wheat"),
            stop_at_failure=task.kind == "mutant",  # one test is enough for it
            presumed=frozenset(presumed),
        )
        run = grade(_submission(task), replace(self._suite, cases=tuple(telling)), self._workers, settings)
        if run.interrupted:
            raise KeyboardInterrupt
        failing = [v for v in run.verdicts if v.status is not Status.PASSED and v.points]
        kept, worth = self._kept(variant.section, variant.of, run.verdicts)
        by_id = {case.id: case for case in cases}
        return Outcome(
            kind=task.kind,
            section=variant.section,
            of=variant.of,
            name=variant.name,
            place=variant.place,
            hint=variant.hint,
            change=task.change,
            failing=[(verdict.id, verdict.exercise, verdict.status.value) for verdict in failing],
            misattributed=[verdict.id for verdict in failing if not self._rests_on(by_id[verdict.id], task)],
            tests=[(case.id, case.exercise) for case in cases if case.points],
            duration=round(time.perf_counter() - started, 3),
            kept=kept,
            worth=worth,
            beside=self._is_independent(variant)
            or all(by_id[verdict.id].beside for verdict in failing if verdict.exercise == variant.of),
            messages=[_told(verdict) for verdict in failing] if task.kind == "reference" else [],
            diagnosis=run.diagnoses.get((variant.section, variant.of), ""),
        )

    def _is_independent(self, variant: Variant) -> bool:
        section = self._suite.course.section(variant.section)
        return section is not None and variant.of in section.independent

    def _kept(self, section: str, exercise: str, verdicts: Sequence[Verdict]) -> tuple[float, float]:
        """The share of the exercise's points that these verdicts give, and how many points these are."""
        own = [verdict.id for verdict in verdicts if verdict.exercise == exercise]
        passed = [verdict.id for verdict in verdicts if verdict.status is Status.PASSED]
        score, most = self._shares[section].of(own, passed)
        return float(score / most) if most else 0.0, float(most)

    def _tells(self, case: Case, task: Task) -> bool:
        """Whether the end of a test is not known beforehand, and says something of the suites.

        A mutant's are those of its exercise. Of a wrong variant, tests that rest on it may fail as they like. A test
        that calls nothing of what was replaced, and nothing that uses it, ends as it does on the reference.
        """
        variant, touched = task.variant, self._touched(task)
        if not variant.of or case.exercise == variant.of:
            return bool(case.points) or task.kind != "mutant"
        if task.kind == "mutant" or (task.kind == "misconception" and self._rests_on(case, task)):
            return False
        recordings = self._workers.reference.recordings(case)
        recorded = recordings.find(case.id) if recordings else None
        if recorded is None or not recorded.examples:
            return True
        return any(call.what in touched for example in recorded.examples for call in example.submission)

    def _rests_on(self, case: Case, task: Task) -> bool:
        return bool({case.exercise, *case.needs} & self._touched(task))

    def _touched(self, task: Task) -> set[str]:
        """What was replaced, and what calls it in the reference."""
        variant = task.variant
        return {variant.of, *self._callers.get((variant.section, variant.of), ())}


def _told(verdict: Verdict) -> str:
    said = message(verdict.failure, translator()) if verdict.failure else ""
    return f"{verdict.id}: {inert_line(said or verdict.status.value)}"


def _submission(task: Task) -> Submission:
    variant = task.variant
    file = SubmittedFile(variant.section, f"{variant.section}.py", variant.section, variant.source)
    return Submission(variant.name, (file,), "")
