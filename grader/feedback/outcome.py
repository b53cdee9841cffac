"""What the end of a test means: an assertion, the student's exception, a lost worker become a status and a failure."""

import ast
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Literal

import pytest
from hypothesis.errors import HypothesisException, Unsatisfiable

from grader.boundary.answers import StudentError
from grader.boundary.proxy import Call as SubjectCall
from grader.boundary.snapshot import argument, exception
from grader.boundary.transport import Log
from grader.boundary.worker import WorkerLost
from grader.failure import Call, Failure, FailureKind, SourceLine, Use, Value
from grader.feedback.advice import Trees, advice_on, advice_on_hang, advice_on_import, advice_on_value, raise_left
from grader.feedback.own_code import NAMED
from grader.feedback.signs import guess_of
from grader.forbidden import stub_at
from grader.inert import CUT, inert, inert_line
from grader.suite.case import Case, Outcome
from grader.suite.checks import GRADIENT_FOR
from grader.suite.marks import NotAttempted
from grader.suite.mismatch import Mismatch
from grader.verdict import Status
from grader.wire.limits import DIMENSIONS, PRINTED
from grader.wire.messages import Raised, Refusal

MOST_NAMES = 500
MOST_ARGUMENTS = 16
MOST_LINES = 32
"""Of a traceback; a worker that is honest sends fewer."""

LONG = 1_000
"""Characters of the student's own words that are kept, so that there is room for the lines that they stand at."""

NO_MISTAKE_OF_THE_TOPIC = (
    "NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "RecursionError", "EOFError", "SystemExit",
    "KeyboardInterrupt", "BdbQuit", "MemoryError", "NotImplementedError",
)  # fmt: skip
"""Exceptions that have nothing to do with what the exercise teaches: a hint on that would lead astray."""

FORM: tuple[FailureKind, ...] = (
    "wrong_type", "wrong_shape", "wrong_dtype", "wrong_length", "missing_key", "not_a_tensor", "not_one_number",
)  # fmt: skip
"""What is wrong with an answer before its numbers are looked at: the message names it, and a hint is about numbers."""

OF_VALUE: tuple[FailureKind, ...] = ("wrong_value", "wrong_shape", "wrong_length", "asserted")
"""What an answer is that does not depend on an argument on which it should."""

PLACE = re.compile(r"argument (\d+)")
"""How an observation names an argument that was given by its position."""

OF_TORCHS_LIBRARY = re.compile(r" \(Triggered internally[^)\n]*\)")
"""What torch adds to a warning, for those who build it."""


class Forbidden(Exception):
    """Operations that the exercise forbids ran, by whatever name; or what could hide one, where the log was blinded."""

    def __init__(self, kind: Literal["forbidden_ran", "forbidden_hidden"], uses: tuple[Use, ...]) -> None:
        super().__init__(kind, uses)
        self.kind: FailureKind = kind
        self.uses = uses


class TestHung(BaseException):
    """The test as a whole took too long on the trusted side."""

    __test__ = False


OF_THE_TEST = (NotAttempted, WorkerLost, StudentError, Forbidden, AssertionError)
"""Ends that a test comes to by itself; after any other, its worker may be in the middle of a reply."""

REFUSALS: dict[Refusal, FailureKind] = {
    "undefined": "undefined",
    "not_callable": "not_callable",
    "no_attribute": "undefined",
    "no_parameter": "undefined",
    "not_a_module": "not_a_module",
    "answer_shape": "wrong_answer_shape",
    "unsendable": "unsupported",
    "stale": "malformed",
}


@dataclass(frozen=True)
class End:
    """How a test ended: the exception, the calls of its last example, and the comparison that failed, if one did.

    `drawn` are the values that the last example was drawn with.
    """

    cause: BaseException
    log: Log
    mismatch: Mismatch | None = None
    drawn: Mapping[str, Any] = field(default_factory=dict)


def read_end(end: End, case: Case, trees: Trees, parameters: Sequence[str] = ()) -> Outcome:
    """What the end of a test means; `parameters` are those of the exercise in the course, in their order."""
    outcome = _read_end(end, case, trees, parameters)
    if case.visibility == "public":
        outcome = _with_printed(outcome, end.log.printed)
    moved = _moved(end.log, case.exercise, parameters_of(trees(case.section), case.exercise), parameters)
    if outcome.failure is None or outcome.status not in (Status.FAILED, Status.ERROR):
        return outcome
    if not moved and outcome.failure.kind in OF_VALUE and outcome.failure.problem is None:
        problem = advice_on_value(case.exercise, parameters, trees(case.section))
        return replace(outcome, failure=replace(outcome.failure, problem=problem))
    if not moved:
        return outcome
    return replace(outcome, failure=replace(outcome.failure, moved=moved), says_why=True)


def _read_end(end: End, case: Case, trees: Trees, parameters: Sequence[str]) -> Outcome:
    call = last_call(end.log, trees(case.section))
    match end.cause:
        case NotAttempted() as cause:
            return Outcome(Status.NOT_ATTEMPTED, Failure("not_attempted", says=inert(str(cause))))
        case WorkerLost() as lost:
            return _read_loss(lost, case, call, trees)
        case StudentError() as error:
            return _read_error(error, case, call, trees, parameters)
        case Forbidden() as cause:
            return Outcome(Status.FAILED, Failure(cause.kind, uses=tame_uses(cause.uses)), says_why=True)
        case AssertionError() as cause:
            return _read_assertion(cause, call, end.mismatch)
        case TestHung():
            return Outcome(Status.TIMEOUT, Failure("test_hung", call))
        case Unsatisfiable():
            return Outcome(Status.FAILED, Failure("malformed", call))
        case HypothesisException():
            return Outcome(Status.FAILED, Failure("unstable", call))
        case cause if isinstance(cause, pytest.fail.Exception):
            return Outcome(Status.FAILED, Failure("asserted", call, says=inert(str(cause))))
        case cause:
            got = exception(type(cause).__name__, inert(str(cause), LONG))
            return Outcome(Status.FAILED, Failure("malformed", call, got=got))


def _with_printed(outcome: Outcome, printed: str) -> Outcome:
    """The same, with what the call printed that is shown."""
    if not printed or outcome.failure is None or outcome.failure.call is None:
        return outcome
    text = inert(OF_TORCHS_LIBRARY.sub("", printed).strip("\n")) + (CUT if len(printed) >= PRINTED else "")
    return replace(outcome, failure=replace(outcome.failure, printed=text))


def _read_loss(lost: WorkerLost, case: Case, call: Call | None, trees: Trees) -> Outcome:
    """What it means that the worker is gone."""
    status = Status.CRASHED if lost.kind == "crashed" else Status.TIMEOUT
    problem = advice_on_hang(case.exercise, trees(case.section)) if lost.kind == "hung" else None
    names = tuple(map(inert_line, lost.how))
    failure = Failure(lost.kind, call, problem=problem, names=names, number=lost.seconds)
    return Outcome(status, failure, says_why=lost.kind == "hung")


def read_import(opening: Raised | WorkerLost, file: str, trees: Trees) -> Outcome:
    """What it means that a file could not be imported."""
    if isinstance(opening, WorkerLost):
        kinds: dict[str, FailureKind] = {"hung": "import_hung", "crashed": "import_crashed"}
        status = Status.CRASHED if opening.kind == "crashed" else Status.TIMEOUT
        names = (inert_line(file), *map(inert_line, opening.how))
        kind = kinds.get(opening.kind, "out_of_time")
        hung = advice_on_hang("", trees(file.removesuffix(".py"))) if opening.kind == "hung" else None
        return Outcome(status, Failure(kind, problem=hung, names=names, number=opening.seconds), says_why=True)
    error = StudentError.of(opening)
    names, guess = (inert_line(file),), guess_of(error)
    problem = None if guess else advice_on_import(error, trees)
    failure = Failure(
        "import_raised", got=_raised(error), guess=guess, problem=problem, lines=_lines(error), names=names
    )
    return Outcome(Status.ERROR, failure, says_why=True)


def tame_uses(uses: Iterable[Use]) -> tuple[Use, ...]:
    """The same, with the student's code in them inert."""
    return tuple(Use(inert_line(use.operation), use.line, inert_line(use.code), inert_line(use.file)) for use in uses)


def last_call(log: Log, tree: ast.Module | None) -> Call | None:
    """The last call of an example on the submission, whose answer was judged, as a student would type it."""
    return _call(log.calls[-1], parameters_of(tree, log.calls[-1].name)) if log.calls else None


def parameters_of(tree: ast.Module | None, name: str) -> list[str]:
    """The names of a function's positional parameters, as the student wrote them; empty where unknown."""
    for statement in reversed(tree.body if tree else []):
        if isinstance(statement, ast.ClassDef) and statement.name == name:
            inner = [part for part in statement.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
            return [argument.arg for argument in inner[-1].args.args[1:]] if inner else []
        if isinstance(statement, ast.FunctionDef) and statement.name == name:
            return [argument.arg for argument in [*statement.args.posonlyargs, *statement.args.args]]
    return []


def _moved(log: Log, exercise: str, own: Sequence[str], parameters: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Which parameter got the value of which other one, as the student has them in another order; empty where none."""
    if not set(parameters) <= set(own):
        return ()  # other names: nobody knows what they stand for
    most = max((len(call.args) for call in log.calls if call.name == exercise), default=0)
    pairs = zip(own[:most], parameters[:most], strict=False)
    return tuple((inert_line(got), expected) for got, expected in pairs if got != expected)[:MOST_ARGUMENTS]


def _call(call: SubjectCall, parameters: list[str]) -> Call:
    known = parameters[: len(call.args)] if len(parameters) >= len(call.args) else []
    names = [inert_line(name) for name in known] or [""] * len(call.args)
    arguments = [*zip(names, call.args, strict=True), *call.kwargs.items()][:MOST_ARGUMENTS]
    return Call(inert_line(call.name), tuple((name, argument(value)) for name, value in arguments))


def _read_assertion(cause: AssertionError, call: Call | None, mismatch: Mismatch | None) -> Outcome:
    says = _own_words(cause)
    if mismatch is None or (says and mismatch.kind == "asserted"):  # the author's words say more than two values
        return Outcome(Status.FAILED, Failure("asserted", call, says=says))
    failure = Failure(
        mismatch.kind,
        call,
        mismatch.expected,
        mismatch.got,
        mismatch.difference,
        mismatch.guess,
        says,
        names=tuple(_argument(inert_line(name), call) for name in mismatch.names[:MOST_ARGUMENTS]),
    )
    return Outcome(Status.FAILED, failure, says_why=mismatch.kind in FORM or _flows_otherwise(mismatch))


def _flows_otherwise(mismatch: Mismatch) -> bool:
    """Whether a gradient does flow, and is a wrong one: a hint on what stops a gradient would lead astray."""
    place = mismatch.difference.place[:1] if mismatch.difference else ()
    if mismatch.kind != "wrong_value" or not mismatch.got or not str(*place).startswith(GRADIENT_FOR):
        return False
    numbers = mismatch.got.numbers  # nan and inf are text
    return any(numbers) and not any(isinstance(number, str) for number in numbers)


def _argument(name: str, call: Call | None) -> str:
    """`argument 2` by the name of its parameter, where that is known; any other name as it is."""
    place = PLACE.fullmatch(name)
    if place is None or call is None or int(place[1]) > len(call.arguments):
        return name
    return call.arguments[int(place[1]) - 1][0] or name


def _read_error(error: StudentError, case: Case, call: Call | None, trees: Trees, parameters: Sequence[str]) -> Outcome:
    stub = _stub(error, trees)
    if stub == (case.section, case.exercise):
        return Outcome(Status.NOT_ATTEMPTED, Failure("not_attempted", problem=raise_left(error)))
    if stub:
        return Outcome(Status.ERROR, Failure("calls_stub", call, names=(inert_line(stub[1]),)), says_why=True)
    names = tuple(map(inert_line, error.names))
    if error.refusal == "undefined" and error.names[:1] == (case.exercise,):
        near = _nearly(case.exercise, trees(case.section))
        return Outcome(Status.ERROR, Failure("undefined", names=(*names, *near)), says_why=True)
    if error.refusal == "answer_shape":
        got, expected = map(_form, (*names, "", "")[:2])  # a liar may name none
        return Outcome(Status.ERROR, Failure("wrong_answer_shape", call, expected, got))
    if error.refusal:
        return Outcome(Status.ERROR, Failure(REFUSALS[error.refusal], call, names=names))
    guess = guess_of(error)
    problem = advice_on(error, case.exercise, parameters, trees, case.section)
    failure = Failure("raised", call, got=_raised(error), guess=guess, problem=problem, lines=_lines(error))
    says_why = bool(guess or problem) or error.type in NO_MISTAKE_OF_THE_TOPIC
    return Outcome(Status.ERROR, failure, says_why=says_why)


def _form(shape: str) -> Value:
    """A tensor of a shape that is told as text."""
    return Value("tensor", shape=tuple(map(int, re.findall(r"[0-9]{1,15}", shape)))[:DIMENSIONS])


def _raised(error: StudentError) -> Value:
    return exception(inert_line(error.type), inert(error.message, LONG))


def _lines(error: StudentError) -> tuple[SourceLine, ...]:
    lines = [
        SourceLine(inert_line(one.file), one.line, inert_line(one.function), inert(one.text))
        for one in error.lines[:MOST_LINES]
    ]
    return tuple(replace(line, times=sum(1 for _ in same)) for line, same in groupby(lines))


def _nearly(name: str, tree: ast.Module | None) -> tuple[str, ...]:
    """What is defined by nearly that name."""
    defined = [part.name for part in tree.body if isinstance(part, NAMED)] if tree else []
    others = [other for other in defined[:MOST_NAMES] if other != name and len(other) < 2 * len(name)]
    return tuple(difflib.get_close_matches(name, others, n=1))


def _stub(error: StudentError, trees: Trees) -> tuple[str, str] | None:
    """The module and the name of the stub that raised this, None when it was no stub."""
    if error.type != "NotImplementedError" or not error.lines:
        return None
    last = error.lines[-1]
    module = last.file.removesuffix(".py")
    tree = trees(module)
    name = stub_at(tree, last.line) if tree else ""
    return (module, name) if name else None


def _own_words(error: AssertionError) -> str:
    """The sentence that the suite's author wrote; pytest puts the code below it, which is not for students."""
    text = str(error)
    return "" if text.startswith("assert ") else inert(text.split("\nassert ")[0].strip())
