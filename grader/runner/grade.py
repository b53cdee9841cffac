"""The one loop: a submission and a suite in, a `Run` out. `grade`, `check`, `verify` and the pytest plugin share it."""

import contextlib
import gc
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from grader.boundary.patience import starved
from grader.boundary.session import Session
from grader.failure import Failure, Note
from grader.feedback.causes import causes_first
from grader.feedback.evidence import LARGEST, ExampleTrace, first_of
from grader.feedback.outcome import OF_THE_TEST, Forbidden, read_end, read_import, tame_uses
from grader.intake import Submission
from grader.runner.collect import Suite
from grader.runner.facts import Facts, facts_of, uses_of_files
from grader.runner.guards import guarded
from grader.runner.recordings import RecordedTest, versions
from grader.runner.runtime_check import RuntimeCheck
from grader.runner.second_try import hung_together
from grader.runner.test_run import FailedTest, How, record_test, run_test
from grader.runner.time_budget import TimeBudget
from grader.runner.workers import Workers
from grader.suite.case import PASSED, Case, Outcome
from grader.verdict import Run, Status, Verdict

PASSING = 3
"""Examples of a test that passes, which a diagnosis must explain as well."""

OnVerdict = Callable[[Verdict], None]
OnFailed = Callable[[FailedTest], None]
Exercise = tuple[str, str]
"""A section and an exercise in it."""


@dataclass(frozen=True)
class Settings:
    """How a submission is graded.

    `budget` is in seconds. With `stop_at_failure` the first test that does not pass is the last. Exercises in
    `presumed` count as right, though no test of theirs has passed. With `reference_first` all tests are run on the
    reference before the first one is on the submission: nobody is graded by tests that the reference fails.
    With `try_again` what hung is run once more at the end.
    """

    budget: float = 120.0
    replay: bool = True
    shrink: bool = True
    diagnose: bool = True
    stop_at_failure: bool = False
    reference_first: bool = False
    presumed: frozenset[Exercise] = frozenset()
    watch: bool = True
    """Whether calls of exercises that forbid something are made again, to see what runs."""
    try_again: bool = True


def grade(
    submission: Submission,
    suite: Suite,
    workers: Workers,
    settings: Settings = Settings(),
    on_verdict: OnVerdict = lambda verdict: None,
    on_failed: OnFailed = lambda failed: None,
) -> Run:
    """Run the suite on a submission, and tell of each verdict at once. After Ctrl-C the run holds what was known."""
    started = time.perf_counter()
    workers.launcher.wait()  # until torch is imported over there, which takes nothing of the submission's time
    with contextlib.closing(_Grading(submission, suite, workers, settings, on_failed)) as grading:
        verdicts: list[Verdict] = []
        interrupted = False
        try:
            if settings.reference_first:
                grading.check_reference()
            for verdict in grading.verdicts():
                verdicts.append(verdict)
                on_verdict(verdict)
            verdicts = grading.tried_again(verdicts)
            if settings.diagnose:
                verdicts = grading.diagnosed(verdicts)
        except KeyboardInterrupt:
            interrupted = True
            verdicts += [stopped(case) for case in suite.cases[len(verdicts) :]]
        return Run(
            submission=submission.name,
            submission_hash=submission.hash,
            suite_hash=suite.hash,
            seed=workers.reference.seed,
            isolation=workers.launcher.isolation,
            verdicts=tuple(causes_first(verdicts, grading.callees, grading.diagnoses)),
            versions=versions(),
            layers=grading.session.layers,
            duration=round(time.perf_counter() - started, 3),
            interrupted=interrupted,
            complete=not interrupted and not grading.out_of_time,
            notes=(*workers.launcher.notes, *grading.notes),
            path=submission.path,
            files=tuple(uses_of_files(submission, grading.facts, grading.exercises)),
            exercises=tuple(grading.exercises),
            diagnoses=grading.diagnoses,
        )


def heard(
    submission: Submission, suite: Suite, workers: Workers, settings: Settings
) -> tuple[list[Verdict], list[ExampleTrace]]:
    """The verdicts on a submission, and what it answered; nothing is explained."""
    with contextlib.closing(_Grading(submission, suite, workers, settings)) as grading:
        return list(grading.verdicts()), grading.evidence


def stopped(case: Case) -> Verdict:
    """The verdict on a test that a Ctrl-C has kept from being run."""
    return case.verdict(Outcome(Status.TIMEOUT, Failure("interrupted"), says_why=True))


@dataclass
class _Known:
    """What the tests of an exercise have shown so far."""

    statuses: Counter[Status] = field(default_factory=Counter)
    not_attempted: Outcome | None = None
    forbidden: Outcome | None = None
    evidence: list[ExampleTrace] = field(default_factory=list)


class _Grading:
    """One submission being graded: what is known of it, and its worker."""

    def __init__(
        self,
        submission: Submission,
        suite: Suite,
        workers: Workers,
        settings: Settings,
        on_failed: OnFailed = lambda failed: None,
    ) -> None:
        self._suite = suite
        self._on_failed = on_failed
        self._submission = submission
        self._workers = workers
        self._settings = settings
        self.facts: Facts = facts_of(submission, suite.course)
        self._limits = suite.course.limits
        self.session = Session(
            workers.launcher,
            self.facts.modules,
            seed=workers.reference.seed,
            import_seconds=self._limits.import_seconds,
        )
        sections = dict.fromkeys(case.section for case in suite.cases if case.section in self.facts.files)
        self._budget = TimeBudget(settings.budget, list(sections), lambda: starved() + self.session.starved())
        self.session.left = self._budget.left
        self._runtime = RuntimeCheck(self.session, self.facts)
        self._known: dict[Exercise, _Known] = {}
        self._files: dict[str, Outcome | None] = {}
        self.diagnoses: dict[Exercise, str] = {}
        self.out_of_time = False
        """Whether a test has no end because the time was used up."""

    def check_reference(self) -> None:
        """Run all tests on the reference, unless their recordings show that this was done. Raises SuiteError."""
        with self._nobodys_time():
            for case in self._suite.cases:
                self._workers.reference.require(case)
                record_test(case, self._workers.reference, self._how(case))
            self._workers.reference.save()

    def verdicts(self) -> Iterator[Verdict]:
        """The verdicts on the suite's tests, one after the other."""
        for case in self._suite.cases:
            verdict = self._verdict(case)
            yield verdict
            if self._settings.stop_at_failure and verdict.status is not Status.PASSED:
                return

    def tried_again(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """The same verdicts; what hung is tried once more, each test in a worker of its own.

        That is at the end, with the time that is left then, so that it takes nothing from anybody. It is once an
        exercise for who hangs again, and never for who hung so often that no more tests were run.
        """
        found = list(verdicts)
        if self._settings.stop_at_failure or not self._settings.try_again:
            return found
        for places in hung_together(verdicts, self._limits.hangs):
            self._forget_hangs([self._suite.cases[place] for place in places])
            for place in places:
                self.session.discard()
                again = self._verdict(self._suite.cases[place])
                if place == places[0] and again.status is Status.TIMEOUT:
                    break
                found[place] = again
        return found

    def diagnosed(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """The same verdicts; the failed tests of an exercise have the hint of the mistake that explains them all."""
        for (section, exercise), known in self._known.items():
            if known.statuses[Status.FAILED] or known.statuses[Status.ERROR]:
                hint = self._workers.diagnosis.explain(section, exercise, known.evidence)
                self.diagnoses.update({(section, exercise): hint} if hint else {})
        return [self._hinted(verdict) for verdict in verdicts]

    def callees(self, section: str, exercise: str) -> set[str]:
        """What the student's code for an exercise uses.

        Nothing where its source alone has failed it, or its whole file: that follows from nothing else.
        """
        known = self._known.get((section, exercise), _Known())
        if self._files.get(section) or known.forbidden or self.facts.reading(section, exercise).certain:
            return set()
        return self.facts.callees(section, exercise)

    @property
    def exercises(self) -> list[Exercise]:
        """Those that the suite has tests of."""
        return list(dict.fromkeys((case.section, case.exercise) for case in self._suite.cases))

    @property
    def evidence(self) -> list[ExampleTrace]:
        """What was answered so far."""
        return [trace for known in self._known.values() for trace in known.evidence]

    @property
    def notes(self) -> list[Note]:
        """What an instructor may want to look at."""
        cells = [note for module, those in self.session.cells.items() for note in self.facts.cell_notes(module, those)]
        return [*self.facts.notes, *self._runtime.notes, *cells]

    def close(self) -> None:
        """End the submission's worker, and let go of what hangs in cycles."""
        self.session.discard()
        gc.collect(1)  # the young garbage; the old is found by itself

    def _forget_hangs(self, cases: Sequence[Case]) -> None:
        for case in cases:
            known = self._of(case)
            known.statuses[Status.TIMEOUT] = 0
            known.evidence = [trace for trace in known.evidence if trace.test != case.id]
            if self.session.forget_hang(case.section):
                del self._files[case.section]

    # ── one test ─────────────────────────────────────────────────────────────────────────────────────────────

    def _verdict(self, case: Case) -> Verdict:
        started = time.perf_counter()
        outcome = self._outcome(case)
        known = self._of(case)
        known.statuses[outcome.status] += 1
        if outcome.status is Status.NOT_ATTEMPTED:
            known.not_attempted = outcome
        if outcome.failure and outcome.failure.kind == "out_of_time":
            self.out_of_time = True
        return case.verdict(outcome, round(time.perf_counter() - started, 4))

    def _outcome(self, case: Case) -> Outcome:
        self._workers.reference.require(case)
        self._budget.turn(case.section)
        return self._without_running(case) or self._run(case)

    def _without_running(self, case: Case) -> Outcome | None:
        """How the test ends by what is known already; None when it has to be run."""
        section, exercise = case.section, case.exercise
        if section not in self._files:
            self._files[section] = self._file(section)
        whole = self._files[section]
        if whole:
            return whole
        known = self._of(case)
        if known.not_attempted or self.facts.is_stub(section, exercise):
            return known.not_attempted or Outcome(Status.NOT_ATTEMPTED, says_why=True)
        unwritten = [name for name in case.needs if self.facts.is_stub(section, name)]
        if unwritten:
            failure = Failure("needs_exercise", names=tuple(unwritten))
            return Outcome(Status.NOT_ATTEMPTED, failure, says_why=True)
        if known.forbidden:
            return known.forbidden
        uses = self.facts.reading(section, exercise).certain
        if uses:
            return Outcome(Status.FAILED, Failure("forbidden", uses=tame_uses(uses)), says_why=True)
        if known.statuses[Status.TIMEOUT] >= self._limits.hangs:
            failure = Failure("hung_before", names=(exercise,), number=self._limits.hangs)
            return Outcome(Status.TIMEOUT, failure, says_why=True)
        right = known.statuses[Status.PASSED] or (section, exercise) in self._settings.presumed
        if case.side_effects_only and not right:
            return Outcome(Status.FAILED, Failure("needs_another_test", names=(exercise,)), says_why=True)
        if self._budget.left() <= 0:
            return Outcome(Status.TIMEOUT, Failure("out_of_time"), says_why=True)
        return None

    def _file(self, section: str) -> Outcome | None:
        """What is wrong with a section's file as a whole."""
        file = self.facts.files.get(section)
        if file is None:
            near = filter(None, [self._submission.near.get(section)])
            failure = Failure("missing_file", names=(f"{section}.py", *near))
            return Outcome(Status.NOT_ATTEMPTED, failure, says_why=True)
        if file.text is None:
            failure = Failure("unreadable_file", problem=file.problem, names=(file.name,))
            return Outcome(Status.ERROR, failure, says_why=True)
        if self.facts.is_empty(section):
            return Outcome(Status.NOT_ATTEMPTED, Failure("empty_file", names=(file.name,)), says_why=True)
        opening = self.session.opening(section)
        return self._told_of_files(read_import(opening, file.name, self.facts.tree)) if opening is not None else None

    def _told_of_files(self, outcome: Outcome) -> Outcome:
        """The same; where a module was not found that was handed in, with what is wrong with its file."""
        failure = outcome.failure
        if failure is None or failure.guess != "no_module" or failure.got is None:
            return outcome
        for file in self._submission.files:
            if file.problem and f"'{file.module}'" in failure.got.text:
                return replace(outcome, failure=replace(failure, guess="", problem=file.problem))
        return outcome

    def _run(self, case: Case) -> Outcome:
        how = self._how(case)
        recorded = self._recorded(case, how)
        with guarded():
            ran = run_test(
                case,
                self.session,
                self._workers.reference,
                how,
                self.facts.source_of,
                recorded,
                lambda heard: self._runtime.look(case, heard, how.seconds) if self._settings.watch else None,
            )
        evidence = ran.evidence if ran.end else ran.evidence[:PASSING]
        self._of(case).evidence.extend(first_of(evidence))
        if sum(trace.size for trace in ran.evidence) > LARGEST:
            gc.collect()  # the answers hang in cycles that exceptions leave behind, and garbage is collected seldom
        if ran.end is None:
            return PASSED
        self._on_failed(FailedTest(case, ran.end))
        if not isinstance(ran.end.cause, OF_THE_TEST):
            self.session.discard()  # it may have been stopped in the middle of a reply
        outcome = self._told_of_files(
            read_end(ran.end, case, self.facts.tree, self._workers.reference.parameters(case))
        )
        if isinstance(ran.end.cause, Forbidden):
            self._of(case).forbidden = outcome
        return outcome

    def _how(self, case: Case) -> How:
        return How(
            seconds=case.timeout or self._limits.call_seconds,
            seed=seed_of(case, self._workers.reference.seed),
            shrink=self._settings.shrink,
        )

    def _recorded(self, case: Case, how: How) -> RecordedTest | None:
        """What is recorded of the test; recording it takes nothing of the submission's time."""
        if not self._settings.replay:
            return None
        with self._nobodys_time():
            return record_test(case, self._workers.reference, how)

    @contextlib.contextmanager
    def _nobodys_time(self) -> Iterator[None]:
        """What happens meanwhile takes nothing of the submission's time."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._budget.give_back(time.monotonic() - began)

    def _of(self, case: Case) -> _Known:
        return self._known.setdefault((case.section, case.exercise), _Known())

    def _hinted(self, verdict: Verdict) -> Verdict:
        hint = self.diagnoses.get((verdict.section, verdict.exercise))
        if hint is None or verdict.status not in (Status.FAILED, Status.ERROR):
            return verdict
        if verdict.failure and verdict.failure.moved:
            return verdict  # it says what is wrong, and what was answered to other values explains nothing
        return replace(verdict, hint=hint)


def seed_of(case: Case, seed: int) -> int:
    """The seed of a property's examples: its own, whatever runs before it."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{case.id}".encode()).digest()[:8], "big")
