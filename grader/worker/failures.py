"""A student's exception as data: type, message, and the traceback's lines that are the student's."""

import contextlib
import linecache
import re
import traceback
from collections.abc import Container
from types import FrameType

import torch

from grader.wire.messages import Raised, TracebackLine

MESSAGE = 4_096
NAME = 200
LINES = 8
TENSORS = 6
OF_SHAPES = re.compile(r"\b(shapes?|sizes?|dimensions?|elements)\b")
"""What an exception says that is about the shapes of tensors."""


def describe(error: BaseException, number: int, filenames: Container[str], printed: str) -> Raised:
    """The reply that tells of `error`. Student's classes may lie or raise when asked: they are asked carefully."""
    kinds = [kind.__name__[:NAME] for kind in type(error).__mro__ if issubclass(kind, BaseException)]
    frames = [
        (frame, line) for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename in filenames
    ]
    if len(frames) > LINES:  # a recursion's start and its end
        frames = frames[: LINES // 2] + frames[-LINES // 2 :]
    lines = [
        TracebackLine(told.filename[:NAME], told.lineno or 0, told.name[:NAME], plain(told.line or "", NAME))
        for told in traceback.StackSummary.extract(iter(frames))
    ]
    message = _text(error)
    if lines and OF_SHAPES.search(message):
        last = lines[-1]
        lines[-1] = TracebackLine(last.file, last.line, last.function, last.text + _shapes(frames[-1][0], last.text))
    if isinstance(error, SyntaxError) and error.filename in filenames:
        message = plain(str(error.msg), MESSAGE)
        lines.append(_syntax_line(error))
    return Raised(number, plain(kinds[0], NAME), [plain(kind, NAME) for kind in kinds[:32]], message, lines, printed)


def plain(text: str, most: int | None = None) -> str:
    """The text cut to `most` characters, without surrogates, which cannot travel."""
    return text[:most].encode("utf-8", "backslashreplace").decode("utf-8")


def _shapes(frame: FrameType, code: str) -> str:
    """The shapes of the tensors that a line names, as a comment below it."""
    told: list[str] = []
    for name in dict.fromkeys(re.findall(r"[A-Za-z_]\w{0,40}", code)):
        value = frame.f_locals.get(name)
        if not isinstance(value, torch.Tensor) or type(value) not in (torch.Tensor, torch.nn.Parameter):
            continue  # a class of theirs may say anything
        with contextlib.suppress(Exception):  # a wrapped tensor outside of its transform
            told += [f"{name}: {tuple(value.shape)}"] * (value.dim() <= TENSORS)
    return plain(f"\n# {', '.join(told[:TENSORS])}") if told else ""


def _text(error: BaseException) -> str:
    try:
        return plain(str(error), MESSAGE)
    except BaseException as worse:
        return f"(its text cannot be read: {type(worse).__name__[:NAME]})"


def _syntax_line(error: SyntaxError) -> TracebackLine:
    """The line with a caret under it, as Python shows it."""
    text = error.text or linecache.getline(str(error.filename), error.lineno or 0)  # the compiler's errors have none
    text = text.rstrip("\n")
    stripped = text.lstrip()
    column = max((error.offset or 1) - 1 - (len(text) - len(stripped)), 0)
    start = max(column - 60, 0)
    shown = stripped[start : start + 120]
    return TracebackLine(
        str(error.filename)[:NAME], error.lineno or 0, "", plain(f"{shown}\n{' ' * (column - start)}^")
    )
