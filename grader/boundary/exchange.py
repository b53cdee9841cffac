"""One recorded call of a test's example, with the reply that the reference gave, as it is kept on disk."""

import msgspec

from grader.boundary.transport import Written
from grader.boundary.worker import PackedCall
from grader.wire.messages import Answer, Done, Viewed

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
