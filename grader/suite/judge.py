"""One test on one submission: replayed, or run live by hypothesis, and what its end means."""

import contextlib
import gc
import time
import warnings
from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis.errors import HypothesisDeprecationWarning, HypothesisException, UnsatisfiedAssumption

from grader.boundary.lines import Arriving, LiveLine, Log, ReadLine, Unforeseen, WritingLine
from grader.boundary.worker import Reply, WorkerLost, read_reply
from grader.errors import GraderError
from grader.forbidden import Heard, Reading, watch
from grader.suite.compare import NOTED
from grader.suite.ends import OF_THE_TEST, Forbidden, read_end
from grader.suite.evidence import LARGEST, Episode, Evidence
from grader.suite.grading import Grading
from grader.suite.recordings import Example, Exchange, Recording, exchange, pack_drawn, unpack_drawn
from grader.suite.tests import End, Test
from grader.suite.unbinding import short_tensors_only
from grader.verdict import Status, Verdict
from grader.wire.frames import WireError

REFERENCE_SECONDS = 60.0

HEAVY = 8 * 2**20
"""Bytes of answers, while hypothesis looks for the smallest example, after which garbage is collected."""

WATCHED = 4
"""Examples of a test whose calls are watched, where the exercise forbids something."""

PASSING = 3
"""Examples of a test that passes, which a diagnosis must explain as well."""


def judge(test: Test, arguments: dict[str, Any], grading: Grading) -> Verdict:
    """The verdict on one test. `arguments` are the values of its fixtures."""
    started = time.perf_counter()
    known = grading.known(test)
    end = known._replace(says_why=True) if known else _tried(test, arguments, grading)
    return test.verdict(end, round(time.perf_counter() - started, 4))


def _tried(test: Test, arguments: dict[str, Any], grading: Grading) -> End:
    """How the test ends when it is run."""
    trial = Trial(test, arguments, grading)
    try:
        with short_tensors_only():
            trial.run()
        end = End(Status.PASSED)
        grading.testify(test, trial.evidence[:PASSING])
    except (KeyboardInterrupt, SystemExit, GraderError):
        raise
    except BaseException as failure:  # whatever ended the test is turned into a verdict
        end = trial.read(failure)
        if isinstance(failure, Forbidden):
            grading.forbid(test, end)
        grading.testify(test, trial.evidence)
    if sum(episode.size for episode in trial.evidence) > LARGEST:
        del trial
        gc.collect()  # the answers hang in cycles that exceptions leave behind, and garbage is collected seldom
    grading.learn(test, end)
    return end


def draw(test: Test, arguments: dict[str, Any], grading: Grading) -> None:
    """Record the test on the reference, and judge nothing."""
    Trial(test, arguments, grading).record()


class Trial:
    """A test being run: which way, and what was asked and heard until it ended."""

    def __init__(self, test: Test, arguments: dict[str, Any], grading: Grading) -> None:
        self._test = test
        self._arguments = arguments
        self._grading = grading
        self._seconds = test.timeout or grading.course.limits.call_seconds
        self._body = test.function.hypothesis.inner_test if test.is_property else test.function  # type: ignore[attr-defined]
        self._log = Log()
        self.evidence: list[Episode] = []

    def run(self) -> None:
        """Run it; an exception is its end."""
        recording = self.record()
        if recording is None or not recording.examples:
            return self._watch(self._live())
        try:
            self._replay(recording)
            self._watch([(call.request, call.student) for episode in self.evidence[:WATCHED] for call in episode.calls])
        except (WorkerLost, Forbidden, KeyboardInterrupt, GraderError):
            raise
        except HypothesisException:  # it assumes something of an answer, or takes a note: only hypothesis knows how
            self._watch(self._live())
        except BaseException as failure:
            if not self._test.is_property or not self._grading.settings.shrink:
                raise
            log, noted = self._log, NOTED.get()
            self._live()  # hypothesis looks for the smallest example, and raises with that
            self._log = log
            NOTED.set(noted)
            raise failure from None

    def _watch(self, heard: list[Heard]) -> None:
        """Fail the test if the log of its first calls, made again, says that something forbidden ran."""
        grading, test = self._grading, self._test
        key, banned = (test.section, test.exercise), grading.banned(test)
        if not banned:
            return
        reading, logs = grading.readings.get(key, Reading()), grading.logs.setdefault(key, [])
        deeply = bool(reading.unclear) or not logs
        ran = watch(
            grading.session, heard, test.exercise, banned, self._seconds, grading.sources, test.section, deeply=deeply
        )
        logs.append(ran)
        if ran.uses:
            raise Forbidden(ran.uses, ran=True)
        if ran.hung:
            raise ran.hung
        if ran.blinded and reading.unclear:
            raise Forbidden(reading.unclear, ran=False)

    # ── live ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _live(self) -> list[Heard]:
        """Run it live; what was asked and heard first."""
        line = self._line()
        reference = LiveLine(self._grading.oracle.reference, self._test.section, REFERENCE_SECONDS)
        self._grading.use(line, reference)

        def body(**arguments: Any) -> None:
            line.begin()
            reference.begin()
            self._log = line.log
            NOTED.set(None)
            if line.heard > HEAVY:
                line.heard = 0
                gc.collect()  # what failing examples were told hangs in cycles, and garbage is collected seldom
            self._body(**arguments)

        self._perform(body)
        return line.asked

    def _line(self) -> LiveLine:
        return LiveLine(self._grading.session, self._test.section, self._seconds)

    def _perform(self, body: Callable[..., None]) -> None:
        """Run the test with `body` in the place of its function: under hypothesis, if it is a property."""
        if not self._test.is_property:
            return body(**self._arguments)
        handle = self._test.function.hypothesis  # type: ignore[attr-defined]
        handle.inner_test = body
        try:
            hypothesis.seed(self._grading.seed_of(self._test))(self._test.function)
            self._test.function(**self._arguments)
        finally:
            handle.inner_test = self._body

    # ── recorded ─────────────────────────────────────────────────────────────────────────────────────────────

    def record(self) -> Recording | None:
        """What was recorded of this test, now if it never was; None where nothing can be or should be."""
        began = time.monotonic()
        recordings = self._grading.recordings(self._test)
        known = recordings.find(self._test.id) if recordings else None
        if recordings and not known:
            known = Recording(self._record() or [])
            recordings.keep(self._test.id, known)
        self._grading.give_back(time.monotonic() - began)
        return known

    def _record(self) -> list[Example] | None:
        """The examples of this test on the reference; None when it cannot be replayed honestly."""
        section = self._test.section
        asked = WritingLine(self._grading.oracle.rehearsal, section, REFERENCE_SECONDS)
        reference = WritingLine(self._grading.oracle.reference, section, REFERENCE_SECONDS)
        self._grading.use(asked, reference)
        examples: list[Example] = []
        honest = True

        def body(**arguments: Any) -> None:
            nonlocal honest
            asked.start(len(examples) + 1)
            reference.start(len(examples) + 1)
            drawn = pack_drawn({name: value for name, value in arguments.items() if name not in self._arguments})
            honest = honest and drawn is not None
            try:
                self._body(**arguments)
            except UnsatisfiedAssumption:
                honest = honest and not asked.written
                raise
            calls = [exchange(written) for written in asked.written]
            examples.append(Example(drawn or b"", calls, [exchange(written) for written in reference.written]))

        try:
            self._perform(body)
        except (KeyboardInterrupt, SystemExit, GraderError):
            raise
        except BaseException:  # it fails on the reference, and will say so when it is run live
            return None
        return examples if honest else None

    def _replay(self, recording: Recording) -> None:
        """Judge example by example, while the worker is busy with the next ones."""
        requests = [call.request() for example in recording.examples for call in example.submission]
        replies = self._grading.session.replies(requests, self._seconds, self._test.section)
        with contextlib.closing(Arriving(replies)) as arriving, warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisDeprecationWarning)  # of `assume` outside a property
            examples = enumerate(recording.examples, start=1)
            try:
                for number, example in examples:
                    self._replay_one(example, self._witness(number, example, arriving), number, arriving)
            except Exception:
                for number, example in examples:
                    self._witness(number, example, arriving)
                raise

    def _witness(self, number: int, example: Example, arriving: Arriving) -> list[Reply | WorkerLost]:
        """What is answered to an example's calls; it is evidence, whatever the test makes of it."""
        answers = arriving.take(len(example.submission))
        pairs = zip(example.submission, answers, strict=True)
        calls = tuple(Evidence(call, reply) for call, reply in pairs if isinstance(reply, Reply))
        self.evidence.append(Episode(self._test.id, number, calls))
        return answers

    def _replay_one(self, example: Example, answers: list[Reply | WorkerLost], number: int, arriving: Arriving) -> None:
        section = self._test.section
        mine = [(call.request(), reply) for call, reply in zip(example.submission, answers, strict=True)]
        line = ReadLine(self._grading.session, section, self._seconds, number, mine)
        heard = [(call.request(), _heard(call)) for call in example.reference]
        reference = ReadLine(self._grading.oracle.reference, section, REFERENCE_SECONDS, number, heard)
        self._grading.use(line, reference)
        self._log = line.log
        NOTED.set(None)
        try:
            self._body(**self._arguments, **unpack_drawn(example.drawn))
        except Unforeseen:
            arriving.wait()
            live = self._line()
            self._grading.use(live, LiveLine(self._grading.oracle.reference, section, REFERENCE_SECONDS))
            self._log = live.log
            NOTED.set(None)
            self._body(**self._arguments, **unpack_drawn(example.drawn))

    def read(self, end: BaseException) -> End:
        """What the exception that ended it means."""
        if not isinstance(end, OF_THE_TEST):
            self._grading.session.discard()  # it may have been stopped in the middle of a reply
        return read_end(end, self._test, self._log, self._grading.tree)


def _heard(call: Exchange) -> Reply | WorkerLost:
    try:
        return read_reply(call.reply, call.request())
    except WireError as wrong:
        return WorkerLost("crashed", f"a recording cannot be read: {wrong}")
