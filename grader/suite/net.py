"""The second net under a ✗: a call of the exercise is made once more, and the operations that ran are looked through.

The reading of the source (`reading`) is the proof. This net stands in the worker, among the student's code: it may
catch an alias that the reading has missed, and what it does not catch says nothing.
"""

from collections.abc import Iterable, Sequence

from grader.boundary.session import Session
from grader.boundary.worker import Request, WorkerLost
from grader.suite.reading.bans import Bans
from grader.wire.messages import Answer, Invoke


def caught(
    session: Session, calls: Iterable[Request], exercise: str, banned: Sequence[str], seconds: float, module: str
) -> str | WorkerLost:
    """The entry of `banned` that the first of these calls which is one of the exercise runs into, empty when none."""
    call = next((request for request in calls if request.what == exercise), None)
    watched = _watched(call) if call else None
    if watched is None:
        return ""
    reply = session.ask([watched], seconds, module)[-1]
    if isinstance(reply, WorkerLost):
        return reply
    if not isinstance(reply.message, Answer):
        return ""
    bans = Bans(banned)
    return next(filter(None, map(bans.reached_by, reply.message.operations)), "")


def _watched(request: Request) -> Request | None:
    """The same call, watched; None when it is about something that an earlier call made."""
    message = request.message
    if not isinstance(message, Invoke) or message.handle:
        return None
    return request.but(observe=False, gradients=False, repeat=0, watched=True)
