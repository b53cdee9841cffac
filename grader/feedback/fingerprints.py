"""Hints for a copy of the course that holds no wrong answers either: only hashes of what known mistakes answer.

What was answered in an exercise's tests becomes a list of words and numbers. The numbers are rounded, all of it is
hashed, and the hash is the key of the hint: only who gives the same answers can read it. Of several grids to round to,
the one is taken from whose edges the numbers are far, so that another machine's rounding falls into the same cells.
"""

import contextlib
import hashlib
import math
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec
import numpy as np
import torch

from grader.boundary.worker import Reply
from grader.course.student_copy import StudentCopy
from grader.feedback.evidence import ExampleTrace, gist, kind, said_by
from grader.wire.frames import WireError
from grader.wire.messages import Raised, Refused
from grader.wire.nodes import Node
from grader.wire.unpacking import Unpacker

Atom = str | float
"""A word, which is compared as it is, or a number, which is rounded."""

STEP, NEAR_ZERO = 2e-3, 0.05
"""Cells are so large: relative to a number, and below `NEAR_ZERO` relative to that."""

GRIDS = 8
SAFE = 0.02
"""Of a cell's size: the distance from an edge at which noise does not matter."""

ROUNDS = 20_000
"""Of the slow hash: about 10 ms."""

PADDED = 64
"""Bytes; a hint's length says nothing of it."""


class Fingerprint(msgspec.Struct, frozen=True, order=True):
    """One mistake: how its answers are rounded, how its key is recognised, and its hint, which that key opens."""

    grid: int
    by_number: bool
    tag: bytes
    hint: bytes


Hints = dict[str, list[Fingerprint]]
"""The fingerprints of a section's exercises."""

_hints = msgspec.json.Decoder(Hints)


class Fingerprints:
    """Explains wrong answers in a student's copy."""

    def __init__(self, copy: StudentCopy) -> None:
        self._copy = copy
        self._known: dict[str, Hints] = {}

    def explain(self, section: str, exercise: str, traces: Sequence[ExampleTrace]) -> str:
        """The hint for the mistake that answers the same, "" where there is none, or are more."""
        if section not in self._known:
            self._known[section] = self._read(section)
        known = self._known[section].get(exercise, [])
        for by_number in (False, True):
            answers = atoms(traces, by_number)
            mine = [one for one in known if one.by_number is by_number]
            keys = {grid: key(section, exercise, answers, grid) for grid in {one.grid for one in mine}}
            found = {_opened(one, keys[one.grid]) for one in mine if one.tag == keys[one.grid][:16]}
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""

    def _read(self, section: str) -> Hints:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return _hints.decode(self._copy.hints(section).read_bytes())
        return {}


def fingerprint(section: str, exercise: str, answers: Sequence[Atom], by_number: bool, hint: str) -> Fingerprint:
    """The fingerprint of a mistake that answers so."""
    grid = _grid(answers)
    secret = key(section, exercise, answers, grid)
    text = hint.encode()
    text += b"\0" * (-len(text) % PADDED)
    return Fingerprint(grid, by_number, secret[:16], _masked(text, secret))


def key(section: str, exercise: str, answers: Sequence[Atom], grid: int) -> bytes:
    """The key that answers give; slow, so that trying many takes long."""
    words = "\n".join(one if isinstance(one, str) else _cell(one, grid) for one in answers)
    salt = f"{section}/{exercise}/{grid}".encode()
    return hashlib.pbkdf2_hmac("sha256", words.encode(), salt, ROUNDS, dklen=48)


def atoms(traces: Sequence[ExampleTrace], by_number: bool) -> list[Atom]:
    """All that was answered, test by test; with `by_number`, one number counts as one number in any shape."""
    ordered = sorted(traces, key=lambda trace: (trace.test, trace.number))
    return list(
        chain.from_iterable(
            chain([f"test {trace.test}"], *(_of_reply(call.student, by_number) for call in trace.calls))
            for trace in ordered
        )
    )


def rounded(answers: Sequence[Atom]) -> list[str]:
    """The same in the first grid, to be compared roughly."""
    return [one if isinstance(one, str) else _cell(one, 0) for one in answers]


def _of_reply(reply: Reply, by_number: bool) -> Iterator[Atom]:
    message = reply.message
    yield type(message).__name__
    if isinstance(message, Raised):
        yield message.type
        if not _raises_itself(message):
            yield gist(message.message)
    elif not isinstance(message, Refused):
        yield from _of_part(reply, said_by(message), by_number)


def _raises_itself(error: Raised) -> bool:
    """Whether the student's own `raise` did it: its words are the student's."""
    return bool(error.lines) and error.lines[-1].text.lstrip().startswith("raise ")


def _of_part(reply: Reply, part: Any, by_number: bool) -> Iterator[Atom]:
    if isinstance(part, (list, tuple)):
        yield f"{len(part)} parts"
        for one in part:
            yield from _of_part(reply, one, by_number)
    elif isinstance(part, Node):
        try:
            yield from _of_value(Unpacker(reply.blobs, kind).unpack(part), by_number)
        except (WireError, RuntimeError):
            yield "unreadable"
    else:
        yield from _of_value(part, by_number)


def _of_value(value: Any, by_number: bool) -> Iterator[Atom]:
    name = type(value).__name__
    if isinstance(value, torch.Tensor):
        shape = [] if by_number and value.numel() == 1 else list(value.shape)
        yield f"{value.dtype} {shape}"
        yield from _of_list(value.detach().flatten().tolist())
    elif isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "fciub":
        yield f"numpy {value.dtype} {list(value.shape)}"
        yield from _of_list(np.ravel(value).tolist())
    elif isinstance(value, (float, complex)):
        yield name
        yield from _of_list([value])
    elif isinstance(value, (list, tuple)):
        yield f"{name} of {len(value)}"
        for one in value:
            yield from _of_value(one, by_number)
    elif isinstance(value, dict):
        for entry in sorted(value, key=repr):
            yield f"{name}[{entry!r}]"
            yield from _of_value(value[entry], by_number)
    else:
        yield f"{name} {value!r}"


def _of_list(numbers: Sequence[Any]) -> Iterator[Atom]:
    for number in numbers:
        if isinstance(number, complex):
            yield from (number.real, number.imag)
        else:
            yield number if isinstance(number, float) else repr(number)


def _grid(answers: Sequence[Atom]) -> int:
    """The first grid from whose edges all numbers are far; else the one where they are farthest."""
    numbers = [one for one in answers if isinstance(one, float) and math.isfinite(one)]
    distances = [min((_distance(number, grid) for number in numbers), default=1.0) for grid in range(GRIDS)]
    safe = [grid for grid, distance in enumerate(distances) if distance >= SAFE]
    return safe[0] if safe else max(range(GRIDS), key=distances.__getitem__)


def _cell(number: float, grid: int) -> str:
    return str(math.floor(_place(number, grid))) if math.isfinite(number) else str(number)


def _distance(number: float, grid: int) -> float:
    """How far a number is from an edge of its cell, as a part of the cell."""
    part = _place(number, grid) % 1
    return min(part, 1 - part)


def _place(number: float, grid: int) -> float:
    """Where a number is on the grid: linear near zero, logarithmic beyond; zero in the midst of a cell first."""
    return math.asinh(number / NEAR_ZERO) / STEP + 0.5 + grid / GRIDS


def _masked(text: bytes, secret: bytes) -> bytes:
    """The text under a stream of bytes that the key gives, and that is used for nothing else; twice gives the text."""
    stream = hashlib.shake_256(secret[16:]).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))


def _opened(one: Fingerprint, secret: bytes) -> str:
    return _masked(one.hint, secret).rstrip(b"\0").decode("utf-8", "replace")
