"""What travels between a run and its jobs, on this machine or on another: bytes of JSON, read strictly at both ends."""

import struct
from typing import IO, Any, TypeVar

import msgspec
from msgspec import Struct

from grader.intake import Submission
from grader.texts import Message
from grader.verdict import Visibility

T = TypeVar("T", bound=Struct)
LENGTH = struct.Struct("!I")
LONGEST = 256 * 2**20
"""Bytes of one message; a submission has 16 MiB of files at the most, and a result is bounded as well."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """How all submissions of a run are graded. Without `sections` it is all of the course's."""

    sections: tuple[str, ...]
    visibilities: tuple[Visibility, ...]
    seed: int
    budget: float
    isolation: str


class Opening(Struct, frozen=True, forbid_unknown_fields=True):
    """The first that a job is told: the folder of the course, and how to grade."""

    root: str
    settings: Settings


class Task(Struct, frozen=True, forbid_unknown_fields=True):
    """A submission to grade.

    The `reference` is run by all tests first, as nobody is graded by tests that it fails. With `tests`, nothing is
    graded: it is only seen which of these tests hang.
    """

    submission: Submission
    reference: bool = False
    tests: tuple[str, ...] = ()


class Reply(Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a task: the `record` of a result, or the tests that hang, or what was wrong.

    `problem` is an error that the grader raised, with the exit `status` that it means. `died` says what the job's last
    words were, or how it ended.
    """

    record: dict[str, Any] | None = None
    hangs: tuple[str, ...] = ()
    problem: Message | None = None
    status: int = 3
    died: str = ""


def encoded(message: Struct) -> bytes:
    """The bytes of a message. Raises ValueError for what no JSON can hold."""
    return msgspec.json.encode(message)


def decoded(data: bytes, kind: type[T]) -> T:
    """The message in bytes. Raises msgspec's error where they are none of this kind."""
    return msgspec.json.decode(data, type=kind)


def send(stream: IO[bytes], data: bytes) -> None:
    """One message on a pipe."""
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message on a pipe, None when nobody will send one any more."""
    prefix = stream.read(LENGTH.size)
    if len(prefix) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(prefix)
    if length > LONGEST:
        return None
    data = stream.read(length)
    return data if len(data) == length else None
