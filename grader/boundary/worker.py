"""One worker as the trusted side sees it: frames out, replies in, each reply in time or the worker is lost."""

import signal
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from grader.boundary.channel import Gone, Silence
from grader.boundary.launcher import WorkerProcess
from grader.wire import limits
from grader.wire.frames import WireError, header_bytes, pack, read_frame, unpack
from grader.wire.messages import Batch, Raised, Refused, replies, requests

BATCH_BYTES = limits.MESSAGE_BYTES
BATCH_HEADERS = limits.HEADER_BYTES
"""All replies to one batch together, and their headers: what the trusted side keeps in memory of one test."""


class WorkerLost(BaseException):
    """The worker is gone and cannot be asked any more.

    Not an `Exception`: neither a suite's `except Exception` nor hypothesis may take it for the student's error.
    """

    def __init__(self, kind: Literal["timeout", "crashed"], why: str) -> None:
        super().__init__(why)
        self.kind = kind
        self.why = why


@dataclass(frozen=True)
class Request:
    """A frame ready to be sent, and the call's number that its reply must bear."""

    frame: bytes
    number: int
    what: str
    kind: type

    @property
    def message(self) -> Any:
        """What is asked."""
        return unpack(self.frame, requests)[0]

    def but(self, **parts: Any) -> "Request":
        """The same request, but with these parts of its message."""
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
        self.layers = process.layers

    def ask(self, asked: Sequence[Request], seconds: float, until: float) -> list[Reply | WorkerLost]:
        """The replies, in order; a `WorkerLost` in the place of the first that did not come ends the list."""
        return list(self.replies(asked, seconds, until))

    def replies(self, asked: Sequence[Request], seconds: float, until: float) -> Generator[Reply | WorkerLost]:
        """The same, each as soon as it has come.

        Each reply has `seconds` from when it is waited for, and none may come after `until` (of `time.monotonic`).
        """
        channel = self._channel
        begun = size = headers = 0
        last = len(asked) - 1
        try:
            self._listen_for_more()
            channel.deadline = min(time.monotonic() + seconds, until)
            channel.write(_together(asked))
            for place, request in enumerate(asked):
                since = time.monotonic()
                channel.deadline = min(since + seconds, until)
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
            spent = time.monotonic() >= until
            if spent:
                yield self._lost("timeout", "the time for this section, or for the whole submission, is spent")
            elif channel.received > begun > 0:
                yield self._lost("crashed", "it stopped in the middle of an answer")
            else:
                yield self._lost("timeout", f"no answer within {seconds:g} s")
        except Gone:
            yield self._lost("crashed", "")
        except WireError as lie:
            yield self._lost("crashed", f"what came back is not an answer: {lie}")

    def end(self) -> int | None:
        """Kill it; its exit status, or minus the signal that had ended it already, None when it was ended before."""
        process, self._process = self._process, None
        return process.end() if process else None

    def _listen_for_more(self) -> None:
        if self._channel.waiting():
            raise WireError("it speaks without being asked")

    def _lost(self, kind: Literal["timeout", "crashed"], why: str) -> WorkerLost:
        status = self.end()
        return WorkerLost(kind, why or _ending(status))


def read_reply(frame: bytes, request: Request) -> Reply:
    """The reply in a frame, if it is one to this request; raises `WireError`."""
    message, blobs = unpack(frame, replies)
    if not isinstance(message, (request.kind, Raised, Refused)) or getattr(message, "number", 0) != request.number:
        raise WireError("it answers another question")
    return Reply(frame, message, blobs)


def _together(asked: Sequence[Request]) -> bytes:
    if len(asked) == 1:
        return asked[0].frame
    return b"".join([pack(Batch(len(asked)), []), *(request.frame for request in asked)])


def _ending(status: int | None) -> str:
    if status is None:
        return "the process ended"
    if status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = f"signal {-status}"
        return f"the process was ended by {name}{_MEANING.get(name, '')}"
    return f"the process ended with exit status {status}"


_MEANING = {
    "SIGSEGV": " (memory that is not its own; often endless recursion)",
    "SIGKILL": " (often: too much memory)",
    "SIGXCPU": " (too much computing time)",
    "SIGSYS": " (a system call that is not allowed)",
    "SIGABRT": " (it gave up by itself)",
}
