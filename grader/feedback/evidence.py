"""What tests asked and heard, example by example; and whether two replies say the same."""

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import torch

from grader.boundary.transport import Exchange
from grader.boundary.worker import PackedCall, Reply, read_reply
from grader.wire.frames import WireError
from grader.wire.messages import Answer, Raised, Refused, Viewed
from grader.wire.nodes import Node
from grader.wire.unpacking import Unpacker

SLOW = 0.25
"""Seconds after which an example counts as slow: far from what most take, so that it is the same each time."""

LARGEST = 2**20
"""Bytes of answers that are kept of one test."""

RTOL, ATOL = 1e-4, 1e-5


@dataclass(frozen=True)
class Evidence:
    """One recorded call, and what the student answered to it."""

    recorded: Exchange
    student: Reply

    @property
    def request(self) -> PackedCall:
        return self.recorded.request()

    @functools.cached_property
    def reference(self) -> Reply:
        """What the reference answered."""
        return read_reply(self.recorded.reply, self.request)

    @functools.cached_property
    def tells(self) -> bool:
        """Whether the student answers otherwise than the reference."""
        return not alike(self.student, self.reference) and not is_the_error_of(self.reference, self.student)

    @functools.cached_property
    def tells_by_number(self) -> bool:
        """The same, where one number counts as one number in any shape."""
        return self.tells and not alike(self.student, self.reference, by_number=True)


@dataclass(frozen=True)
class ExampleTrace:
    """The calls of one example of a test, in order: later ones may be about what earlier ones made."""

    test: str
    number: int
    calls: tuple[Evidence, ...]

    @property
    def telling(self) -> int:
        """How many of its calls tell the student's answers from the reference's."""
        return sum(call.tells for call in self.calls)

    @property
    def telling_by_number(self) -> int:
        """The same, where one number counts as one number in any shape."""
        return sum(call.tells_by_number for call in self.calls)

    @property
    def is_plain(self) -> bool:
        """Whether its calls ask for answers alone, and not for what else a call does."""
        messages = [call.student.message for call in self.calls]
        return all(isinstance(one, Answer) and not one.seen and not one.slopes for one in messages)

    @property
    def is_slow(self) -> bool:
        return sum(call.student.seconds for call in self.calls) > SLOW

    @property
    def size(self) -> int:
        """Bytes of what the student answered."""
        return sum(len(call.student.frame) for call in self.calls)


def first_of(traces: Sequence[ExampleTrace], most: int = LARGEST) -> list[ExampleTrace]:
    """As many as fit into so many bytes: what is kept of a test must not grow with what a submission makes up."""
    sizes = itertools.accumulate(trace.size for trace in traces)
    return [trace for trace, size in zip(traces, sizes, strict=True) if size <= most]


def alike(left: Reply, right: Reply, by_number: bool = False) -> bool:
    """Whether two replies say the same: values within rounding, exceptions by their type and words.

    Whether a tensor asks for a gradient is nothing of this: two right answers may differ in it. With `by_number`,
    neither is the shape of a tensor that holds one number: where one number is asked for, any such shape is right.
    """
    one, other = left.message, right.message
    if type(one) is not type(other):
        return False
    if isinstance(one, Raised):
        return bool(one.type == other.type and gist(one.message) == gist(other.message))
    if isinstance(one, Refused):
        return True
    return _same(left, right, said_by(one), said_by(other), by_number)


def is_the_error_of(reference: Reply, other: Reply) -> bool:
    """Whether the reference raises an exception here and the other one does too, in words of its own."""
    right, got = reference.message, other.message
    return isinstance(right, Raised) and isinstance(got, Raised) and right.type in (got.type, *got.bases)


def said_by(message: Any) -> Sequence[Any]:
    """The parts of what a reply says, whose values are still to be unpacked."""
    if isinstance(message, Answer):
        return _parts(message)
    return _insides(message) if isinstance(message, Viewed) else msgspec.structs.astuple(message)


def gist(message: str) -> str:
    """What an exception says, whatever the numbers in it."""
    return re.sub(r"0x[0-9a-f]+|[0-9]+", "#", message)


def _parts(answer: Answer) -> list[Any]:
    """What an answer says, without what a student's code may print."""
    seen, slopes = answer.seen, answer.slopes
    return [
        answer.value,
        [
            seen.arguments,
            [value for _, value in seen.keywords],
            seen.grads,
            seen.is_argument,
            seen.shares_memory,
            seen.settings_changed,
        ]
        if seen
        else None,
        [slopes.inputs, [value for _, value in slopes.parameters]] if slopes else None,
    ]


def _insides(view: Viewed) -> list[Any]:
    """What a module holds, whatever its parts are called."""
    named = (view.parameters, view.grads, view.buffers, view.modules[1:], view.children_training)
    return [view.training, view.is_sequential, *([value for _, value in pairs] for pairs in named)]


def _same(left: Reply, right: Reply, one: Any, other: Any, by_number: bool) -> bool:
    if isinstance(one, (list, tuple)):
        return (
            isinstance(other, (list, tuple))
            and len(one) == len(other)
            and all(_same(left, right, a, b, by_number) for a, b in zip(one, other, strict=True))
        )
    if isinstance(one, Node) or isinstance(other, Node):
        try:
            return _close(Unpacker(left.blobs, kind).unpack(one), Unpacker(right.blobs, kind).unpack(other), by_number)
        except (WireError, RuntimeError):
            return False
    return _close(one, other, by_number)


def kind(ref: Any) -> str:
    return f"<{ref.kind}>"


def _close(one: Any, other: Any, by_number: bool) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        if by_number and one.numel() == other.numel() == 1:
            one, other = one.reshape(()), other.reshape(())
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and torch.allclose(_wide(one), _wide(other), RTOL, ATOL, equal_nan=True)
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, (float, np.floating)):
        return bool(np.isclose(one, other, RTOL, ATOL, equal_nan=True))
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(_close(a, b, by_number) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_close(value, other[key], by_number) for key, value in one.items())
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and bool(np.allclose(one, other, RTOL, ATOL, equal_nan=True))
    return bool(one == other)


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().to(torch.complex128)
