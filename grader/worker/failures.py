"""A student's exception as data: type, message, and the traceback's lines that are the student's."""

import traceback
from collections.abc import Container

from grader.wire.messages import Line, Raised

MESSAGE = 4_096
NAME = 200
LINES = 8


def describe(error: BaseException, number: int, filenames: Container[str], stdout: str) -> Raised:
    """The reply that tells of `error`. Student's classes may lie or raise when asked: they are asked carefully."""
    kinds = [kind.__name__[:NAME] for kind in type(error).__mro__ if issubclass(kind, BaseException)]
    lines = [
        Line(frame.filename[:NAME], frame.lineno or 0, frame.name[:NAME], (frame.line or "")[:NAME])
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename in filenames
    ]
    message = _text(error)
    if isinstance(error, SyntaxError) and error.filename in filenames:
        message = str(error.msg)[:MESSAGE]
        lines.append(_syntax_line(error))
    if len(lines) > LINES:
        lines = lines[: LINES // 2] + lines[-LINES // 2 :]
    return Raised(number, kinds[0], kinds[:32], message, lines, stdout)


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MESSAGE]
    except BaseException as worse:
        return f"(its text cannot be read: {type(worse).__name__[:NAME]})"


def _syntax_line(error: SyntaxError) -> Line:
    """The line with a caret under it, as Python shows it."""
    text = (error.text or "").rstrip("\n")
    stripped = text.lstrip()
    column = max((error.offset or 1) - 1 - (len(text) - len(stripped)), 0)
    start = max(column - 60, 0)
    shown = stripped[start : start + 120]
    return Line(str(error.filename)[:NAME], error.lineno or 0, "", f"{shown}\n{' ' * (column - start)}^")
