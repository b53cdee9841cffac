"""The ways to a worker: live, live and written down, or replayed from answers that are on their way already."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import msgspec

from grader.boundary.answers import StudentError
from grader.boundary.proxy import Call
from grader.boundary.session import Session
from grader.boundary.worker import PackedCall, Reply, WorkerLost
from grader.wire.messages import Answer, Done, Viewed

LIVE = 10**12
"""Numbers of live calls begin here, so that they never meet those of calls that were sent ahead."""

FIRST, FIRST_BYTES = 16, 2**20
"""Live calls that are kept with their answers, and how large these may be."""

EXAMPLE = 10_000
"""Calls that one example may make: each example's numbers begin at a multiple."""

SourceOf = Callable[[str, str], str]
"""The source of a name in a module."""


def no_source(module: str, name: str) -> str:
    """For the reference: no suite reads its source."""
    return ""


class ReplayMiss(BaseException):
    """A call that was not recorded: what was sent ahead is of no use for this example."""


@dataclass
class Log:
    """The calls of one example, for the message to the student; and whether anything at all was heard in it.

    `printed` is what the last of them has printed.
    """

    calls: list[Call] = field(default_factory=list)
    printed: str = ""
    heard: bool = False


@dataclass(frozen=True)
class Written:
    """A call as it was written down; `reply` is what it got, as a frame."""

    request: PackedCall
    reply: bytes


class Live:
    """Each call goes to the session's worker at once."""

    def __init__(
        self, session: Session, section: str, seconds: float, source_of: SourceOf = no_source, first: int = LIVE
    ) -> None:
        self.session = session
        self.seed = session.seed
        self._source_of = source_of
        self._section = section
        self._seconds = seconds
        self._next = first
        self.log = Log()
        self.heard = 0
        """Bytes of the answers so far."""
        self.first: list[tuple[PackedCall, Reply | WorkerLost]] = []
        """The first calls, with their answers."""
        self.raised: BaseException | None = None
        """What the last call raised that did."""

    def number(self) -> int:
        self._next += 1
        return self._next

    def begin(self) -> None:
        """A new example begins: its log is its own."""
        self.log = Log()

    def ask(self, requests: list[PackedCall]) -> list[Reply | WorkerLost]:
        self.log.heard = True
        replies = self.session.ask(requests, self._seconds, self._section)
        size = sum(len(reply.frame) for reply in replies if isinstance(reply, Reply))
        self.heard += size
        if size < FIRST_BYTES:
            self.first += zip(requests[: FIRST - len(self.first)], replies, strict=False)
        return replies

    def called(self, call: Call) -> None:
        self.log.calls.append(call)
        self.log.printed = ""

    def printed(self, text: str) -> None:
        self.log.printed = text

    def failed(self, error: BaseException) -> None:
        self.raised = error
        if isinstance(error, StudentError):
            self.log.printed = error.printed

    def source_of(self, module: str, name: str) -> str:
        self.log.heard = True
        return self._source_of(module, name)

    def distrust(self) -> None:
        self.session.discard()


class Recording(Live):
    """Live, and each call is written down with its reply; numbers begin anew for each example."""

    def __init__(self, session: Session, section: str, seconds: float, source_of: SourceOf = no_source) -> None:
        super().__init__(session, section, seconds, source_of, first=0)
        self.written: list[Written] = []

    def start(self, example: int) -> None:
        self.begin()
        self._next = example * EXAMPLE
        self.written = []

    def ask(self, requests: list[PackedCall]) -> list[Reply | WorkerLost]:
        replies = super().ask(requests)
        for request, reply in zip(requests, replies, strict=False):
            if isinstance(reply, Reply):
                self.written.append(Written(request, reply.frame))
        return replies


class Replay(Live):
    """The calls of one example whose replies are here already; any other call is a `ReplayMiss`."""

    def __init__(
        self,
        session: Session,
        section: str,
        seconds: float,
        source_of: SourceOf,
        example: int,
        ahead: list[tuple[PackedCall, Reply | WorkerLost]],
    ) -> None:
        super().__init__(session, section, seconds, source_of, example * EXAMPLE)
        self._ahead = ahead
        self._at = 0

    def ask(self, requests: list[PackedCall]) -> list[Reply | WorkerLost]:
        self.log.heard = True
        replies: list[Reply | WorkerLost] = []
        for request in requests:
            if self._at == len(self._ahead) or self._ahead[self._at][0].frame != request.frame:
                raise ReplayMiss
            replies.append(self._ahead[self._at][1])
            self._at += 1
            if isinstance(replies[-1], WorkerLost):
                break
        return replies


class Arriving:
    """Replies that come one after the other; when there are no more, the last stands for all that are missing."""

    def __init__(self, replies: Generator[Reply | WorkerLost]) -> None:
        self._replies = replies
        self._here: deque[Reply | WorkerLost] = deque()
        self._last: Reply | WorkerLost = WorkerLost("crashed", ("unasked",))

    def take(self, count: int) -> list[Reply | WorkerLost]:
        """The next so many."""
        return [self._next() for _ in range(count)]

    def wait(self) -> None:
        """Wait for all, so that the worker can be asked something else."""
        self._here.extend(self._replies)

    def close(self) -> None:
        """Want no more of them."""
        self._replies.close()

    def _next(self) -> Reply | WorkerLost:
        self._last = self._here.popleft() if self._here else next(self._replies, self._last)
        return self._last


# ── as it is kept on disk ────────────────────────────────────────────────────────────────────────────────────

KINDS: dict[str, type] = {"answer": Answer, "viewed": Viewed, "done": Done}
NAMES = {kind: name for name, kind in KINDS.items()}


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """One call of an example, with the reply that the reference gave."""

    frame: bytes
    number: int
    what: str
    kind: str
    reply: bytes

    def request(self) -> PackedCall:
        return PackedCall(self.frame, self.number, self.what, KINDS[self.kind])


def exchange(written: Written) -> Exchange:
    """A written call in the form that is kept."""
    request = written.request
    return Exchange(request.frame, request.number, request.what, NAMES[request.kind], written.reply)
