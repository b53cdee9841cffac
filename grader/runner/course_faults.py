"""A fault of the course is never a submission's: a test that fails whatever is answered ends the grading, status 3.

Each test is run on the reference before anybody is graded. What it did there is kept with its recording, so this takes
no time of its own, and happens once for each state of the suites and the reference.
"""

import traceback

from hypothesis.errors import HypothesisException

from grader.boundary.answers import StudentError
from grader.boundary.worker import WorkerLost
from grader.errors import SuiteError
from grader.inert import inert_line
from grader.suite.case import Case

LONGEST = 300


def course_fault(cause: BaseException, case: Case) -> SuiteError:
    """The error that names the suite's file, the line, the test, and what went wrong there."""
    line, code = _place(cause, case)
    why = inert_line(_why(cause, code), LONGEST)
    return SuiteError("test_fails_on_reference", file=case.file, line=line, test=case.id.split("::")[-1], why=why)


def _place(cause: BaseException, case: Case) -> tuple[int, str]:
    """The last line of the suite that was running, and its code; where there is none, the line of the test."""
    frames = [frame for frame in traceback.extract_tb(cause.__traceback__) if frame.filename == str(case.file)]
    if frames and not isinstance(cause, HypothesisException):
        return frames[-1].lineno or 0, frames[-1].line or ""
    function = getattr(case.function, "__wrapped__", case.function)
    return function.__code__.co_firstlineno, ""


def _why(cause: BaseException, code: str) -> str:
    """What was raised, in Python's words. An assertion is told by its code: the values are the suite's own matter."""
    match cause:
        case WorkerLost(kind="crashed"):
            return f"the reference crashed: {' '.join(cause.how)}"
        case WorkerLost():
            return f"the reference gave no answer within {cause.seconds:g} s" if cause.seconds else "no answer in time"
        case StudentError(refusal=None):
            places = [f" ({line.file}, line {line.line})" for line in cause.lines[-1:]]
            return f"the reference raised {cause}{''.join(places)}"
        case StudentError(refusal="undefined" | "no_attribute"):
            return f"the reference has no `{cause.names[0]}`"
        case StudentError():
            return f"the reference cannot be called: {cause}"
        case AssertionError() if code:
            return f"AssertionError at `{code}`"
        case _:
            return f"{type(cause).__name__}: {cause}"
