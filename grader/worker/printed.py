"""Where a student's prints go: the first few pages are kept, a flood is forgotten.

It is a real text stream over a real binary one, since files do to it what they do at home: `reconfigure`, `detach`,
`io.TextIOWrapper(sys.stdout.buffer, …)`, `fileno`. Whatever was done, the next call finds a stream that works.
"""

import io
import sys
from collections.abc import Sequence
from typing import Any

from grader.worker.failures import plain

MOST = 16_384
NOWHERE = 1
"""The descriptor that it gives for its own: standard output, which is the null device in a worker."""


class BoundedBytes(io.BufferedIOBase):
    """Keeps the first bytes that are written; cannot be closed, as every wrapper around it does when it is let go."""

    name = "<stdout>"

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._room = MOST

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        size = len(data)
        if self._room > 0 and size:
            part = bytes(memoryview(data)[: self._room])
            self._parts.append(part)
            self._room -= len(part)
        return size

    def fileno(self) -> int:
        return NOWHERE

    def close(self) -> None:
        """Stay open: whatever was done to one text stream, the next one writes here."""

    def take(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._parts)
        self._parts, self._room = [], MOST
        return data


class Printed:
    """What the student's code prints, whichever stream it made of the one that it found."""

    def __init__(self) -> None:
        self._bytes = BoundedBytes()
        self._text = self._stream()

    def _stream(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._bytes, encoding="utf-8", errors="backslashreplace", write_through=True)

    def put_in_place(self) -> None:
        """Have `print` write here."""
        try:
            self._text.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=False)
        except ValueError:  # it was detached
            self._text = self._stream()
        sys.stdout = sys.stderr = self._text

    def take(self) -> str:
        """What was printed since the last time, on a stream of the student's around ours as well."""
        streams: Sequence[object] = (sys.stdout, sys.stderr, self._text)
        for stream in streams:
            if type(stream) is io.TextIOWrapper:
                try:
                    stream.flush()
                except ValueError:  # detached, or closed
                    continue
        return plain(self._bytes.take().decode("utf-8", "backslashreplace"))
