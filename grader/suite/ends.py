"""What the end of a test means: an assertion, the student's exception, a lost worker become a status and a message."""

import ast
import difflib
from collections.abc import Callable, Sequence
from typing import NoReturn

import pytest
from hypothesis.errors import HypothesisException

from grader.boundary.answers import StudentError
from grader.boundary.lines import Log
from grader.boundary.worker import WorkerLost
from grader.forbidden import Use
from grader.suite.compare import NOTED
from grader.suite.feedback import compose, error_text, forbidden_text, last_call, mismatch_text
from grader.suite.mismatch import NOTHING
from grader.suite.tests import End, Test
from grader.verdict import Status

Trees = Callable[[str], ast.Module | None]
"""The syntax tree of a section's file, None where there is none."""

MOST_NAMES = 500

SLIPS_OF_THE_PEN = (
    "NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "RecursionError", "EOFError", "SystemExit",
    "KeyboardInterrupt", "BdbQuit", "MemoryError",
)  # fmt: skip
"""Exceptions that have nothing to do with what the exercise teaches: a hint on that would lead astray."""

NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class NotAttempted(Exception):
    """A suite says that the exercise was not attempted."""


class Forbidden(Exception):
    """A forbidden use `ran`, or the log was blinded where the source could hide one."""

    def __init__(self, uses: Sequence[Use], ran: bool) -> None:
        super().__init__(uses[0].operation)
        self.uses = uses
        self.ran = ran


OF_THE_TEST = (NotAttempted, WorkerLost, StudentError, Forbidden, AssertionError)
"""Ends that a test comes to by itself; after any other, its worker may be in the middle of a reply."""


def not_attempted(why: str = "") -> NoReturn:
    """End the test: the exercise is still as it was handed out."""
    raise NotAttempted(why)


def read_end(end: BaseException, test: Test, log: Log, tree: Trees) -> End:
    """What the exception means that ended a test. `log` has the calls of its last example."""
    call = last_call(log, tree(test.section))
    if isinstance(end, NotAttempted):
        return End(Status.NOT_ATTEMPTED, compose(str(end)))
    if isinstance(end, WorkerLost):
        return End(Status(end.kind), compose(call, end.why))
    if isinstance(end, StudentError):
        return _read_error(end, test, call, tree)
    if isinstance(end, Forbidden):
        return End(Status.FAILED, forbidden_text(end.uses, ran=end.ran, blinded=not end.ran), says_why=True)
    if isinstance(end, AssertionError):
        noted = NOTED.get()
        text = compose(call, _own_words(end), mismatch_text(noted) if noted else "")
        return End(Status.FAILED, text, says_why=noted is not None and noted.slip == NOTHING)
    if isinstance(end, pytest.fail.Exception) and "Timeout" in str(end):
        return End(Status.TIMEOUT, compose(call, "the test took too long as a whole"))
    if isinstance(end, pytest.fail.Exception):
        return End(Status.FAILED, compose(call, str(end)))
    if isinstance(end, HypothesisException):
        changing = "the answers change from one call to the next, with the same arguments"
        return End(Status.FAILED, compose(call, changing))
    return End(Status.FAILED, compose(call, f"the answer has not the form that is due ({type(end).__name__}: {end})"))


def _read_error(error: StudentError, test: Test, call: str, tree: Trees) -> End:
    stub = _stub(error, tree)
    if stub == (test.section, test.exercise):
        return End(Status.NOT_ATTEMPTED, "")
    if stub:
        return End(Status.ERROR, compose(call, f"it calls `{stub[1]}`, which is not written yet"))
    if not error.type and error.message.startswith(f"`{test.exercise}` is not defined in "):
        return End(Status.ERROR, compose(error.message, _nearly(test.exercise, tree(test.section))), says_why=True)
    return End(Status.ERROR, compose(call, error_text(error)), says_why=error.type in SLIPS_OF_THE_PEN)


def _nearly(name: str, tree: ast.Module | None) -> str:
    """A word on what is defined by nearly that name."""
    defined = [part.name for part in tree.body if isinstance(part, NAMED)] if tree else []
    others = [other for other in defined[:MOST_NAMES] if other != name and len(other) < 2 * len(name)]
    near = difflib.get_close_matches(name, others, n=1)
    return f"there is `{near[0]}`; the tests ask for exactly `{name}`" if near else ""


def _stub(error: StudentError, trees: Trees) -> tuple[str, str] | None:
    """The module and the name of the stub that raised this, None when it was no stub."""
    if error.type != "NotImplementedError" or not error.lines:
        return None
    last = error.lines[-1]
    module = last.file.removesuffix(".py")
    tree = trees(module)
    if tree is None or not last.text.startswith("raise NotImplementedError"):
        return None
    for part in tree.body:
        if isinstance(part, NAMED) and part.lineno <= last.line <= (part.end_lineno or 0):
            return module, part.name
    return None


def _own_words(error: AssertionError) -> str:
    """The sentence that the suite's author wrote; pytest puts the code below it, which is not for students."""
    text = str(error)
    return "" if text.startswith("assert ") else text.split("\nassert ")[0].strip()
