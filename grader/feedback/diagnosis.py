"""Which misconception explains a student's answers: each is asked what the tests asked.

A misconception explains them when it gives the same answers to the failing tests and to those that pass, and when there
are enough of them that the reference does not give. Where two explain them equally well, nothing is said. Where none
does, two mistakes together may (`combined_mistakes`).
"""

from collections.abc import Sequence
from dataclasses import replace

from grader.boundary.launcher import Launcher
from grader.boundary.proxy import MADE
from grader.boundary.session import Session
from grader.boundary.worker import PackedCall, Reply, WorkerLost
from grader.course import Course
from grader.course.variants import Variant, read_variants
from grader.feedback.combined_mistakes import factor, pairs_that_explain
from grader.feedback.evidence import Evidence, ExampleTrace, alike, is_the_error_of, kind
from grader.wire.frames import WireError
from grader.wire.messages import Answer, Fetch, Invoke, ModuleSource
from grader.wire.unpacking import Unpacker

TELLING, ALIKE = 2, 4
"""Calls that must tell the student's answers from the reference's, before a guess is made; one is enough where so many
examples are alike that other mistakes would show in them."""

FIRST, MOST = 4, 12
"""Telling examples that come before all others; examples of either kind that the misconceptions left are asked."""

SECONDS = 2.0

Said = Sequence[Reply | WorkerLost]


class Diagnosis:
    """Explains wrong answers by the course's misconceptions; what these answered is remembered for all submissions."""

    def __init__(self, course: Course, launcher: Launcher, seed: int) -> None:
        self._course = course
        self._launcher = launcher
        self._seed = seed
        self._known: dict[tuple[str, str], Misconceptions] = {}

    def explain(self, section: str, exercise: str, traces: Sequence[ExampleTrace]) -> str:
        """The hint of the misconception that explains what was answered in an exercise's tests, "" for none."""
        if (section, exercise) not in self._known:
            self._read(section, exercise)
        found = self._known[section, exercise].explain(traces)
        return found.hint if found else ""

    def _read(self, section: str, exercise: str) -> None:
        solution = self._course.solutions / f"{section}.py"
        file = self._course.misconceptions / f"{section}.py"
        known = read_variants(file, solution.read_text(encoding="utf-8")) if solution.is_file() else []
        for name in {exercise, *(variant.of for variant in known)}:
            own = [variant for variant in known if variant.of == name]
            self._known[section, name] = Misconceptions(own, self._launcher, self._seed)


class Misconceptions:
    """The known ways of getting one exercise wrong, and what each answered: the same question is asked once.

    The questions are those of the recorded examples, so that many submissions ask the same.
    """

    def __init__(self, variants: Sequence[Variant], launcher: Launcher, seed: int) -> None:
        self._variants = variants
        self._modules = {variant: f"variant_{place}" for place, variant in enumerate(variants)}
        self._launcher = launcher
        self._seed = seed
        self._said: dict[tuple[Variant, str, int], Said] = {}

    def explain(self, traces: Sequence[ExampleTrace]) -> Variant | None:
        """The one misconception that explains all of this, or the one pair; None where there is none, or are more.

        A mistake in one number is the same mistake in every shape that one number may have: this is tried where no
        misconception gives the very shapes of the student.
        """
        telling: list[ExampleTrace] = []
        session = self._session()
        try:
            for by_number in (False, True):
                telling, rest = _choose(traces, by_number)
                if not telling:
                    return None
                left = self._explaining(session, telling, rest, by_number)
                if left:
                    return left[0] if len({one.hint for one in left}) == 1 else None
            return self._pair(session, [one for one in telling if one.is_plain][:FIRST])
        finally:
            session.discard()

    def _session(self) -> Session:
        sources = [ModuleSource(self._modules[one], f"{one.section}.py", one.source) for one in self._variants]
        return Session(self._launcher, sources, seed=self._seed, together=True)

    def _explaining(
        self, session: Session, telling: Sequence[ExampleTrace], rest: Sequence[ExampleTrace], by_number: bool
    ) -> Sequence[Variant]:
        """Those that explain it all: each is asked the first telling example, those it leaves the next, and so on."""
        left = self._variants
        for some in (telling[:1], telling[1:FIRST], rest):
            left = [one for one in left if explains(self._ask(session, one, some), some, by_number)]
        return left

    def _pair(self, session: Session, traces: Sequence[ExampleTrace]) -> Variant | None:
        """The two misconceptions that together give the student's answers, as one with both hints."""
        calls = [call for trace in traces for call in trace.calls]
        factors = {
            variant: [
                _factor(reply, call.reference)
                for reply, call in zip(self._ask(session, variant, traces), calls, strict=False)
            ]
            for variant in self._variants
        }
        found = pairs_that_explain([_factor(call.student, call.reference) for call in calls], factors)
        hints = {frozenset({one.hint, other.hint}) for one, other in found}
        if len(hints) != 1 or len(next(iter(hints))) != 2:
            return None
        one, other = found[0]
        return replace(one, name=f"{one.name} + {other.name}", hint=f"{one.hint}\n{other.hint}")

    def _ask(self, session: Session, variant: Variant, traces: Sequence[ExampleTrace]) -> Said:
        """What a misconception answers to all calls of the traces, in order, up to the first that was lost."""
        module = self._modules[variant]
        new = [one for one in traces if (variant, one.test, one.number) not in self._said]
        heard = session.ask([_sent_to(module, call.request) for one in new for call in one.calls], SECONDS, module)
        for trace in new:
            if trace.calls and not heard:
                break  # its worker was lost before: this was never asked
            self._said[variant, trace.test, trace.number] = heard[: len(trace.calls)]
            heard = heard[len(trace.calls) :]
        replies: list[Reply | WorkerLost] = []
        for trace in traces:
            said = self._said.get((variant, trace.test, trace.number), ())
            replies += said
            if len(said) < len(trace.calls):
                break
        return replies


def _choose(traces: Sequence[ExampleTrace], by_number: bool) -> tuple[list[ExampleTrace], list[ExampleTrace]]:
    """The telling examples, and all that the misconceptions which explain these are asked; none where too few tell."""
    fast = [trace for trace in traces if not trace.is_slow]
    for known, most in ((fast, MOST), (traces, FIRST)):
        counts = [trace.telling_by_number if by_number else trace.telling for trace in known]
        telling = _one_a_test_first([trace for trace, count in zip(known, counts, strict=True) if count])
        rest = _one_a_test_first([trace for trace, count in zip(known, counts, strict=True) if not count])
        if sum(counts) >= (1 if len(rest) >= ALIKE else TELLING):
            return telling, [*telling[:most], *rest[:most]]
    return [], []


def _one_a_test_first(traces: Sequence[ExampleTrace]) -> list[ExampleTrace]:
    """The first of each test, then the others: for many submissions the first are the same, and asked already."""
    firsts = {trace.test: trace.number for trace in reversed(traces)}
    return sorted(traces, key=lambda trace: trace.number != firsts[trace.test])


def explains(replies: Said, traces: Sequence[ExampleTrace], by_number: bool = False) -> bool:
    """Whether these replies to the calls of the traces are the student's."""
    calls = [call for trace in traces for call in trace.calls]
    return len(replies) == len(calls) and all(
        isinstance(reply, Reply) and _is_students(reply, call, by_number)
        for reply, call in zip(replies, calls, strict=True)
    )


def _is_students(reply: Reply, call: Evidence, by_number: bool) -> bool:
    if alike(reply, call.student, by_number):
        return True
    return is_the_error_of(call.reference, call.student) and is_the_error_of(call.reference, reply)


def _factor(reply: Reply | WorkerLost, reference: Reply) -> float | None:
    if not isinstance(reply, Reply) or not isinstance(reply.message, Answer):
        return None
    if not isinstance(reference.message, Answer):
        return None
    try:
        return factor(*(Unpacker(one.blobs, kind).unpack(one.message.value) for one in (reply, reference)))
    except (WireError, RuntimeError):
        return None


def _sent_to(module: str, request: PackedCall) -> PackedCall:
    """The same request to another module; what is asked of a handle stays as it is."""
    message = request.message
    if not isinstance(message, (Invoke, Fetch)) or not message.module or message.module.startswith(MADE):
        return request
    return request.but(module=module)
