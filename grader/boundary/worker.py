"""One worker as the trusted side sees it: frames out, replies in, each reply in time or the worker is lost."""

import signal
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from grader.boundary.channel import Gone, Silence
from grader.boundary.launcher import WorkerProcess
from grader.boundary.patience import Patience, Starved, starved
from grader.wire import limits
from grader.wire.frames import WireError, header_bytes, pack, read_frame, unpack
from grader.wire.messages import Batch, Raised, Refused, replies, requests

BATCH_BYTES = limits.MESSAGE_BYTES
BATCH_HEADERS = limits.HEADER_BYTES
"""All replies to one batch together, and their headers: what the trusted side keeps in memory of one test."""

LossKind = Literal["hung", "out_of_time", "crashed"]


class WorkerLost(BaseException):
    """The worker is gone and cannot be asked any more.

    `seconds` is how long a `hung` one was waited for. `how` says of a `crashed` one how it ended: ("signal", name),
    ("status", number), ("halfway",) in an answer, ("lied", what is wrong with its answer), ("ended",), ("import",), or
    ("unasked",).

    Not an `Exception`: neither a suite's `except Exception` nor hypothesis may take it for the student's error.
    """

    def __init__(self, kind: LossKind, how: tuple[str, ...] = (), seconds: float | None = None) -> None:
        super().__init__(kind, how, seconds)
        self.kind = kind
        self.how = how
        self.seconds = seconds


@dataclass(frozen=True)
class PackedCall:
    """A frame ready to be sent, and the call's number that its reply must bear."""

    frame: bytes
    number: int
    what: str
    kind: type

    @property
    def message(self) -> Any:
        """What is asked."""
        return unpack(self.frame, requests)[0]

    def but(self, **parts: Any) -> "PackedCall":
        """The same call, but with these parts of its message."""
        message, blobs = unpack(self.frame, requests)
        return replace(self, frame=pack(msgspec.structs.replace(message, **parts), [bytes(blob) for blob in blobs]))


@dataclass(frozen=True)
class Reply:
    """A reply that fits the wire's schema and the request; its values are still to be unpacked.

    `seconds` is how long it was waited for.
    """

    frame: bytes
    message: Any
    blobs: list[memoryview]
    seconds: float = 0.0


class Worker:
    """Asks one worker; after the first `WorkerLost` it is of no more use."""

    def __init__(self, process: WorkerProcess) -> None:
        self._process: WorkerProcess | None = process
        self._channel = process.channel
        self._pid = process.pid
        self._waiting = Starved(process.pid)
        self._starved = 0.0
        self.layers = process.layers

    def ask(self, asked: Sequence[PackedCall], seconds: float, left: float) -> list[Reply | WorkerLost]:
        """The replies, in order; a `WorkerLost` in the place of the first that is missing ends the list."""
        return list(self.replies(asked, seconds, left))

    def replies(self, asked: Sequence[PackedCall], seconds: float, left: float) -> Generator[Reply | WorkerLost]:
        """The same, each as soon as it is there.

        Each reply has `seconds` from when it is waited for, and all together have as many as are `left`.
        """
        channel, waiting = self._channel, self._waiting
        waiting.begin()
        began = since = time.monotonic()
        begun = size = headers = 0
        last = len(asked) - 1
        try:
            self._listen_for_more()
            channel.patience = Patience(min(seconds, left), waiting)
            channel.write(_together(asked))
            for place, request in enumerate(asked):
                since = time.monotonic()
                channel.patience = Patience(min(seconds, left - (since - began)), waiting)
                begun = channel.received
                reply = replace(read_reply(read_frame(channel), request), seconds=time.monotonic() - since)
                size += len(reply.frame)
                headers += header_bytes(reply.frame)
                if size > BATCH_BYTES or headers > BATCH_HEADERS:
                    raise WireError("its answers are larger, all together, than a test may have")
                if place == last:
                    self._listen_for_more()  # a lie after the last answer makes that one worthless
                yield reply
        except Silence:
            if left - (since - began) < seconds:
                yield self._lost("out_of_time")
            elif channel.received > begun > 0:
                yield self._lost("crashed", ("halfway",))
            else:
                yield self._lost("hung", seconds=seconds)
        except Gone:
            yield self._lost("crashed")
        except WireError as lie:
            yield self._lost("crashed", ("lied", str(lie)))

    def starved(self) -> float:
        """Seconds that it has been kept waiting for a processor in its life."""
        return starved(self._pid) if self._process else self._starved

    def end(self) -> int | None:
        """Kill it; its exit status, or minus the signal that had ended it already, None when it was ended before."""
        self._starved = self.starved()
        process, self._process = self._process, None
        return process.end() if process else None

    def discard(self) -> None:
        """End it without waiting for that."""
        self._starved = self.starved()
        process, self._process = self._process, None
        if process:
            process.discard()

    def _listen_for_more(self) -> None:
        if self._channel.waiting():
            raise WireError("it speaks without being asked")

    def _lost(self, kind: LossKind, how: tuple[str, ...] = (), seconds: float | None = None) -> WorkerLost:
        status = self.end()
        return WorkerLost(kind, how or (_ending(status) if kind == "crashed" else ()), seconds)


def read_reply(frame: bytes, request: PackedCall) -> Reply:
    """The reply in a frame, if it is one to this request; raises `WireError`."""
    message, blobs = unpack(frame, replies)
    if not isinstance(message, (request.kind, Raised, Refused)) or getattr(message, "number", 0) != request.number:
        raise WireError("it answers another question")
    return Reply(frame, message, blobs)


def _together(asked: Sequence[PackedCall]) -> bytes:
    if len(asked) == 1:
        return asked[0].frame
    return b"".join([pack(Batch(len(asked)), []), *(request.frame for request in asked)])


def _ending(status: int | None) -> tuple[str, ...]:
    if status is None:
        return ("ended",)
    if status < 0:
        try:
            return "signal", signal.Signals(-status).name
        except ValueError:
            return "signal", str(-status)
    return "status", str(status)
