"""The ways to a worker: live, written down as it goes, or answered ahead from what was written down."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from grader.boundary.proxy import Call
from grader.boundary.session import Session
from grader.boundary.worker import Reply, Request, WorkerLost

LIVE = 10**12
"""Numbers of live calls begin here, so that they never meet those of calls that were sent ahead."""

FIRST = 16
"""Calls that are kept of those that are made live."""

EXAMPLE = 10_000
"""Calls that one example may make: each example's numbers begin at a multiple."""


class Unforeseen(BaseException):
    """A call that was not written down: what was sent ahead is of no use for this example."""


@dataclass
class Log:
    """The calls of one example and what they gave, for the message to the student."""

    calls: list[tuple[Call, list[Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """A call as it was written down; `reply` is what it got, as a frame."""

    request: Request
    reply: bytes


class LiveLine:
    """Each call goes to the session's worker at once."""

    def __init__(self, session: Session, section: str, seconds: float, first: int = LIVE) -> None:
        self.session = session
        self.seed = session.seed
        self._section = section
        self._seconds = seconds
        self._next = first
        self.log = Log()
        self.heard = 0
        """Bytes of the answers so far."""
        self.asked: list[tuple[Request, Reply | WorkerLost]] = []
        """The first calls, with their answers."""

    def number(self) -> int:
        self._next += 1
        return self._next

    def begin(self) -> None:
        """A new example begins: its log is its own."""
        self.log = Log()

    def ask(self, requests: list[Request]) -> list[Reply | WorkerLost]:
        replies = self.session.ask(requests, self._seconds, self._section)
        self.asked += zip(requests[: FIRST - len(self.asked)], replies, strict=False)
        self.heard += sum(len(reply.frame) for reply in replies if isinstance(reply, Reply))
        return replies

    def called(self, call: Call) -> None:
        self.log.calls.append((call, []))

    def answered(self, call: Call, answer: Any) -> None:
        for known, answers in self.log.calls:
            if known is call:
                answers.append(answer)

    def distrust(self) -> None:
        self.session.discard()


class WritingLine(LiveLine):
    """Live, and each call is written down with its reply; numbers begin anew for each example."""

    def __init__(self, session: Session, section: str, seconds: float) -> None:
        super().__init__(session, section, seconds, 0)
        self.written: list[Written] = []

    def start(self, example: int) -> None:
        self.begin()
        self._next = example * EXAMPLE
        self.written = []

    def ask(self, requests: list[Request]) -> list[Reply | WorkerLost]:
        replies = super().ask(requests)
        for request, reply in zip(requests, replies, strict=False):
            if isinstance(reply, Reply):
                self.written.append(Written(request, reply.frame))
        return replies


class ReadLine(LiveLine):
    """The calls of one example whose replies are here already; any other call is `Unforeseen`."""

    def __init__(
        self, session: Session, section: str, seconds: float, example: int, ahead: list[tuple[Request, Any]]
    ) -> None:
        super().__init__(session, section, seconds, example * EXAMPLE)
        self._ahead = ahead
        self._at = 0

    def ask(self, requests: list[Request]) -> list[Reply | WorkerLost]:
        replies: list[Reply | WorkerLost] = []
        for request in requests:
            if self._at == len(self._ahead) or self._ahead[self._at][0].frame != request.frame:
                raise Unforeseen
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
        self._last: Reply | WorkerLost = WorkerLost("crashed", "it was not asked")

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


class Switch:
    """What a test's subjects hold: always the same, while the line behind it changes."""

    def __init__(self, line: LiveLine, source_of: Callable[[str, str], str]) -> None:
        self.line = line
        self.source_of = source_of

    @property
    def seed(self) -> int:
        return self.line.seed

    def number(self) -> int:
        return self.line.number()

    def ask(self, requests: list[Request]) -> list[Reply | WorkerLost]:
        return self.line.ask(requests)

    def called(self, call: Call) -> None:
        self.line.called(call)

    def answered(self, call: Call, answer: Any) -> None:
        self.line.answered(call, answer)

    def distrust(self) -> None:
        self.line.distrust()
