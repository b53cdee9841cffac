"""A byte stream over a descriptor or two, blocking: the worker has nobody else to talk to."""

import os


class Closed(Exception):
    """The other side has gone."""


class Descriptors:
    """Reads from one descriptor and writes to another (the same one, for a socket)."""

    def __init__(self, source: int, target: int) -> None:
        self._source = source
        self._target = target

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes; raises `Closed` at the end of the stream."""
        parts: list[bytes] = []
        while size:
            part = os.read(self._source, min(size, 1 << 20))
            if not part:
                raise Closed
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def write(self, data: bytes) -> None:
        """All of `data`; raises `Closed` when nobody reads any more."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._target, view) :]
        except BrokenPipeError:
            raise Closed from None
