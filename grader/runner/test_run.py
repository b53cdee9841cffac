"""One test on one submission: replayed, or run live by hypothesis."""

import contextlib
import gc
import sys
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis.errors import (
    HypothesisDeprecationWarning,
    HypothesisException,
    InvalidArgument,
    Unsatisfiable,
    UnsatisfiedAssumption,
)

from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.transport import (
    Arriving,
    Exchange,
    Live,
    Log,
    Recording,
    Replay,
    ReplayMiss,
    SourceOf,
    Written,
    exchange,
)
from grader.boundary.worker import Reply, WorkerLost, read_reply
from grader.errors import GraderError, SuiteError
from grader.feedback.evidence import Evidence, ExampleTrace
from grader.feedback.outcome import OF_THE_TEST, End, Forbidden, TestHung
from grader.forbidden.runtime import Heard
from grader.runner.course_faults import course_fault
from grader.runner.hypothesis_internals import perform, test_body
from grader.runner.pytest_internals import comparisons_told, forget_values
from grader.runner.recordings import Example, RecordedTest, pack_drawn, unpack_drawn
from grader.runner.reference import Reference
from grader.suite.case import Case
from grader.suite.compare import Comparer
from grader.suite.mismatch import Mismatch, MismatchError, wrong_answer
from grader.wire.frames import WireError

REFERENCE_SECONDS = 60.0

HEAVY = 8 * 2**20
"""Bytes of answers, while hypothesis looks for the smallest example, after which garbage is collected."""

PLAIN = (bool, int, float, str, tuple, list, dict)
"""What a suite may compare an answer with by a plain `==`; a tensor it cannot."""

Look = Callable[[Iterable[Heard]], None]
"""A last look at the calls of a test that has passed, and their answers; it raises what ends it after all."""


@dataclass(frozen=True)
class How:
    """How a test is run: how long one call may take, the seed of a property, and what is worth doing."""

    seconds: float
    seed: int
    shrink: bool = True


@dataclass
class Ran:
    """What became of a test: `end` is None when it passed."""

    end: End | None = None
    evidence: list[ExampleTrace] = field(default_factory=list)


@dataclass(frozen=True)
class FailedTest:
    """A test that was run and did not pass, with how its last example ended."""

    case: Case
    end: End


def run_test(
    case: Case,
    session: Session,
    reference: Reference,
    how: How,
    source_of: SourceOf,
    recorded: RecordedTest | None,
    look: Look,
) -> Ran:
    """Run a test on the submission behind `session`: replayed where it is recorded, else live."""
    return _TestRun(case, session, reference, how, source_of).run(recorded, look)


def record_test(case: Case, reference: Reference, how: How) -> RecordedTest | None:
    """What is recorded of a test, now if it never was; None where nothing can be. Raises SuiteError if it fails."""
    recordings = reference.recordings(case)
    known = recordings.find(case.id) if recordings else None
    if recordings and not known:
        known = RecordedTest(Recorder(case, reference, how).examples())
        recordings.keep(case.id, known)
    return known


class _TestRun:
    """A test being run: which way, and what was asked and answered until it ended."""

    def __init__(self, case: Case, session: Session, reference: Reference, how: How, source_of: SourceOf) -> None:
        self._case = case
        self._session = session
        self._reference = reference
        self._how = how
        self._source_of = source_of
        self._body = body_of(case)
        self._log = Log()
        self._reference_said: Live | None = None
        self._drawn: dict[str, Any] = {}
        self._heard = False
        self._mismatch: Mismatch | None = None
        self._ran = Ran()

    def run(self, recorded: RecordedTest | None, look: Look) -> Ran:
        ran = self._ran
        try:
            with comparisons_told(self._compared):
                self._run(recorded, look)
        except (KeyboardInterrupt, SystemExit, GraderError):
            raise
        except MismatchError as failed:
            ran.end = End(failed, self._log, failed.mismatch, self._drawn)
        except BaseException as cause:  # whatever ended the test is turned into a verdict
            if self._is_fault_of_the_course(cause):
                raise course_fault(cause, self._case) from cause
            if self._is_of_reference(cause):
                cause = ValueError("the reference solution cannot use it")  # and how it fails is not for students
            mismatch = self._mismatch if isinstance(cause, AssertionError) else None
            ran.end = End(cause, self._log, mismatch, self._drawn)
        return ran

    def _run(self, recorded: RecordedTest | None, look: Look) -> None:
        if recorded is None and not self._case.is_property:
            return look(self._noted())
        if recorded is None or not recorded.examples:
            return look(self._live())
        try:
            self._replay(recorded)
            look((call.request, call.student) for trace in self._ran.evidence for call in trace.calls)
        except (WorkerLost, Forbidden, TestHung, KeyboardInterrupt, GraderError):
            raise
        except HypothesisException:  # it assumes something of an answer, or takes a note: only hypothesis knows how
            look(self._live())
        except BaseException as failure:
            if not self._case.is_property or not self._how.shrink:
                raise
            forget_values(failure)  # the answers among them may be large
            kept = self._log, self._mismatch
            self._live()  # hypothesis looks for the smallest example, and raises with that
            self._log, self._mismatch = kept
            raise failure from None

    def _is_fault_of_the_course(self, cause: BaseException) -> bool:
        """Whether no answer of the submission can have ended the test so.

        A submission must not be able to stop the grading: where it was heard before, the reference is asked the same.
        """
        if not self._is_of_reference(cause) and isinstance(
            cause, (*OF_THE_TEST, TestHung, pytest.fail.Exception, MemoryError)
        ):
            return False
        if isinstance(cause, HypothesisException):
            return isinstance(cause, (Unsatisfiable, InvalidArgument)) and not self._heard
        return type(cause) is NameError or not self._log.heard or self._fails_on_the_reference()

    def _is_of_reference(self, cause: BaseException) -> bool:
        """Whether a call of the reference has raised it."""
        return self._reference_said is not None and cause is self._reference_said.raised

    def _fails_on_the_reference(self) -> bool:
        """Whether the last example also fails with the reference as the submission."""
        if not self._reference.answers_for(self._case) or pack_drawn(self._drawn) is None:
            return False
        transport = Live(self._reference.stand_in, self._case.section, REFERENCE_SECONDS, self._reference.source_of)
        subjects = subjects_of(self._case, transport, self._reference_transport())
        try:
            self._body(**{**self._case.arguments, **self._drawn, **subjects})
        except (KeyboardInterrupt, SystemExit, GraderError):
            raise
        except BaseException:
            return True
        return False

    def _compared(self, operator: str, left: object, right: object) -> None:
        """An assertion fails: what its comparer finds is why, or the plain value on its right."""
        self._mismatch = _difference(left, right) if operator == "==" else None
        if self._mismatch is None and operator == "==" and isinstance(right, PLAIN):
            self._mismatch = wrong_answer(right, left)

    def _begin(self, transport: Live, reference: Live, drawn: dict[str, Any]) -> None:
        """A new example: what was said and found before is not about it."""
        self._log = transport.log
        self._reference_said = reference
        self._drawn = drawn
        self._mismatch = None

    # ── live ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _noted(self) -> list[Heard]:
        """The same as `_live`; what is answered is evidence, though nobody knows what the reference would answer."""
        transport = self._transport()
        try:
            return self._live(transport)
        finally:
            calls = [(call, reply) for call, reply in transport.first if isinstance(reply, Reply)]
            evidence = (Evidence(exchange(Written(call, reply.frame)), reply) for call, reply in calls)
            self._ran.evidence.append(ExampleTrace(self._case.id, 1, tuple(evidence)))

    def _live(self, transport: Live | None = None) -> list[Heard]:
        """Run it live; the first calls, and their answers."""
        transport = transport or self._transport()
        reference = self._reference_transport()
        subjects = subjects_of(self._case, transport, reference)

        def body(**arguments: Any) -> None:
            transport.begin()
            reference.begin()
            self._begin(transport, reference, self._drawn_among(arguments))
            if transport.heard > HEAVY:
                transport.heard = 0
                gc.collect()  # what failing examples were told hangs in cycles, and garbage is collected seldom
            try:
                self._body(**arguments)
            except Exception as failure:
                forget_values(failure)  # hypothesis keeps it, and the answers in it
                raise
            finally:
                self._heard |= transport.log.heard
            self._log = Log()  # what is raised while the next example is drawn has nothing to do with this one

        run_body(self._case, body, self._how.seed, {**self._case.arguments, **subjects})
        return transport.first

    def _drawn_among(self, arguments: dict[str, Any]) -> dict[str, Any]:
        known = (*self._case.arguments, *self._case.subjects)
        return {name: value for name, value in arguments.items() if name not in known}

    def _transport(self) -> Live:
        return Live(self._session, self._case.section, self._how.seconds, self._source_of)

    def _reference_transport(self) -> Live:
        return Live(self._reference.session, self._case.section, REFERENCE_SECONDS)

    # ── replayed ─────────────────────────────────────────────────────────────────────────────────────────────

    def _replay(self, recorded: RecordedTest) -> None:
        """Judge example by example, while the worker is busy with the next ones."""
        requests = [call.request() for example in recorded.examples for call in example.submission]
        replies = self._session.replies(requests, self._how.seconds, self._case.section)
        with contextlib.closing(Arriving(replies)) as arriving, warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisDeprecationWarning)  # of `assume` outside a property
            examples = enumerate(recorded.examples, start=1)
            try:
                for number, example in examples:
                    self._replay_one(example, self._trace(number, example, arriving), number, arriving)
            except Exception:
                for number, example in examples:
                    self._trace(number, example, arriving)
                raise

    def _trace(self, number: int, example: Example, arriving: Arriving) -> list[Reply | WorkerLost]:
        """What is answered to an example's calls; it is evidence, whatever the test makes of it."""
        answers = arriving.take(len(example.submission))
        pairs = zip(example.submission, answers, strict=True)
        calls = tuple(Evidence(call, reply) for call, reply in pairs if isinstance(reply, Reply))
        self._ran.evidence.append(ExampleTrace(self._case.id, number, calls))
        return answers

    def _replay_one(self, example: Example, answers: list[Reply | WorkerLost], number: int, arriving: Arriving) -> None:
        section, seconds = self._case.section, self._how.seconds
        mine = [(call.request(), reply) for call, reply in zip(example.submission, answers, strict=True)]
        transport = Replay(self._session, section, seconds, self._source_of, number, mine)
        heard = [(call.request(), _heard(call)) for call in example.reference]
        reference = Replay(self._reference.session, section, REFERENCE_SECONDS, self._source_of, number, heard)
        drawn = unpack_drawn(example.drawn)
        self._begin(transport, reference, drawn)
        try:
            self._body(**self._case.arguments, **drawn, **subjects_of(self._case, transport, reference))
        except ReplayMiss:
            arriving.wait()
            live, asked = self._transport(), self._reference_transport()
            drawn = unpack_drawn(example.drawn)
            self._begin(live, asked, drawn)
            self._body(**self._case.arguments, **drawn, **subjects_of(self._case, live, asked))


class Recorder:
    """A test being recorded on the reference, whose second worker stands in for a submission."""

    def __init__(self, case: Case, reference: Reference, how: How) -> None:
        self._case = case
        self._seed = how.seed
        self._body = body_of(case)
        self._asked = Recording(reference.stand_in, case.section, REFERENCE_SECONDS, reference.source_of)
        self._reference = Recording(reference.session, case.section, REFERENCE_SECONDS)
        self._subjects = subjects_of(case, self._asked, self._reference)
        self._examples: list[Example] = []
        self._honest = True

    def examples(self) -> list[Example]:
        """The examples of the test on the reference; none when it cannot be replayed honestly.

        Raises SuiteError where the test fails on the reference: then nobody can be graded by it.
        """
        try:
            run_body(self._case, self._one, self._seed, {**self._case.arguments, **self._subjects})
        except (KeyboardInterrupt, SystemExit, GraderError):
            raise
        except BaseException as cause:
            raise course_fault(cause, self._case) from cause
        return self._examples if self._honest else []

    def _one(self, /, **arguments: Any) -> None:  # a test of a class has a `self` among its own
        self._asked.start(len(self._examples) + 1)
        self._reference.start(len(self._examples) + 1)
        known = (*self._case.arguments, *self._subjects)
        drawn = pack_drawn({name: value for name, value in arguments.items() if name not in known})
        self._honest = self._honest and drawn is not None
        try:
            self._body(**arguments)
        except UnsatisfiedAssumption:
            self._honest = self._honest and not self._asked.written
            raise
        calls, answers = map(_exchanges, (self._asked, self._reference))
        self._examples.append(Example(drawn or b"", calls, answers))


def _difference(left: object, right: object) -> Mismatch | None:
    """What the first comparer finds, on either side of an `==` or inside of two tuples, lists or dicts."""
    for comparer, got in ((right, left), (left, right)):
        if isinstance(comparer, Comparer):
            return comparer.find(got)
    if isinstance(left, dict) and isinstance(right, dict):
        return _first(_difference(left[key], right[key]) for key in left if key in right)
    if isinstance(left, (tuple, list)) and isinstance(right, (tuple, list)) and len(left) == len(right):
        return _first(map(_difference, left, right))
    return None


def _first(found: Iterable[Mismatch | None]) -> Mismatch | None:
    return next((one for one in found if one is not None), None)


def body_of(case: Case) -> Callable[..., Any]:
    """What a test does with one example. What it prints is no part of the result, so it goes to standard error.

    Raises SuiteError where it gives something back: nobody looks at that.
    """
    function = test_body(case.function) if case.is_property else case.function

    def body(**arguments: Any) -> None:
        with contextlib.redirect_stdout(sys.stderr):
            answer = function(**arguments)
        if answer is not None:
            raise SuiteError("test_returns", file=case.file.name, test=case.function.__name__)

    return body


def subjects_of(case: Case, submission: Live, reference: Live) -> dict[str, Subject]:
    """The values of the fixtures that the test asks for."""
    transports = {"submission": submission, "reference": reference}
    return {name: Subject(transports[name], case.section) for name in case.subjects}


def run_body(case: Case, body: Callable[..., None], seed: int, arguments: dict[str, Any]) -> None:
    """Run the test with `body` in the place of its function: under hypothesis, if it is a property."""
    if case.is_property:
        perform(case.function, body, seed, arguments)
    else:
        body(**arguments)


def _exchanges(transport: Recording) -> list[Exchange]:
    return [exchange(written) for written in transport.written]


def _heard(call: Exchange) -> Reply | WorkerLost:
    try:
        return read_reply(call.reply, call.request())
    except WireError as wrong:
        return WorkerLost("crashed", ("lied", str(wrong)))
