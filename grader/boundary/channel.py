"""Byte streams that are waited for patiently: over a socket, or over the pipes of a process."""

import abc
import queue
import socket
import threading
from typing import IO, Protocol

from grader.boundary.patience import Patience

CHUNK = 1 << 20
AT_ONCE = 1 << 16


class Silence(Exception):
    """The patience was over before all bytes had arrived or left."""


class Gone(Exception):
    """The other side closed the stream."""


class Channel(Protocol):
    """A stream whose reads and writes end while there is `patience`, or raise `Silence` or `Gone`.

    `received` counts the bytes of what was read, also of a read that ended half way in silence; `waiting` says whether
    more are there, which nobody asked for.
    """

    patience: Patience
    received: int

    def read(self, size: int) -> bytes: ...
    def write(self, data: bytes) -> None: ...
    def waiting(self) -> bool: ...
    def close(self) -> None: ...


class Buffered(abc.ABC):
    """Exactly so many bytes at a time, of a stream that gives what it has: many small answers come together."""

    def __init__(self) -> None:
        self.patience = Patience(float("inf"))
        self.received = 0
        self._buffer = b""
        self._taken = 0

    def read(self, size: int) -> bytes:
        if len(self._buffer) - self._taken < size:
            self._fill(size)
        start, self._taken = self._taken, self._taken + size
        self.received += size
        return self._buffer[start : self._taken]

    def waiting(self) -> bool:
        return self._taken < len(self._buffer) or self._has_more()

    def _fill(self, size: int) -> None:
        """Have at least so many bytes in the buffer."""
        parts = [self._buffer[self._taken :]]
        have = len(parts[0])
        while have < size:
            try:
                parts.append(self._receive(size - have))
            except Silence:
                self.received += have
                raise
            have += len(parts[-1])
        self._buffer, self._taken = b"".join(parts), 0

    def _left(self) -> float:
        """Seconds for which something may still be waited for; raises `Silence` when there are none."""
        left = self.patience.left()
        if left <= 0:
            raise Silence
        return min(left, threading.TIMEOUT_MAX)

    @abc.abstractmethod
    def _receive(self, size: int) -> bytes:
        """What comes next, of which `size` bytes are waited for; raises `Silence` or `Gone`."""

    @abc.abstractmethod
    def _has_more(self) -> bool:
        """Whether something has come that was not received."""


class SocketChannel(Buffered):
    """Over one end of a socket pair."""

    def __init__(self, end: socket.socket) -> None:
        super().__init__()
        self._socket = end

    def _receive(self, size: int) -> bytes:
        while True:
            try:
                self._socket.settimeout(self._left())
                part = self._socket.recv(max(AT_ONCE, min(size, CHUNK)))
            except TimeoutError:
                continue  # there may be patience left, if the machine is busy
            except OSError:
                raise Gone from None
            if not part:
                raise Gone
            return part

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            try:
                self._socket.settimeout(self._left())
                view = view[self._socket.send(view[:CHUNK]) :]
            except TimeoutError:
                continue
            except OSError:
                raise Gone from None

    def _has_more(self) -> bool:
        try:
            self._socket.setblocking(False)
            return bool(self._socket.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing there, or nobody
            return False

    def close(self) -> None:
        self._socket.close()


class PipeChannel(Buffered):
    """Over the standard input and output of a process; threads wait, as Windows cannot select on pipes."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        super().__init__()
        self._target = target
        self._arrived: queue.Queue[bytes] = queue.Queue(maxsize=64)
        self._closing = threading.Event()
        threading.Thread(target=self._pump, args=(source,), daemon=True).start()

    def _pump(self, source: IO[bytes]) -> None:
        """Move what comes into the queue, then close the source: closing it elsewhere would wait for this read."""
        part = b"begin"
        with source:
            while part and not self._closing.is_set():
                try:
                    part = source.read1(CHUNK)  # type: ignore[attr-defined]
                except (OSError, ValueError):
                    part = b""
                while not self._closing.is_set():
                    try:
                        self._arrived.put(part, timeout=0.5)
                        break
                    except queue.Full:
                        continue

    def _receive(self, size: int) -> bytes:
        while True:
            try:
                part = self._arrived.get(timeout=self._left())
            except queue.Empty:
                continue
            if not part:
                self._arrived.put(part)  # the end stays the end
                raise Gone
            return part

    def write(self, data: bytes) -> None:
        done: queue.Queue[bool] = queue.Queue()

        def send() -> None:
            try:
                self._target.write(data)
                self._target.flush()
                done.put(True)
            except (OSError, ValueError):
                done.put(False)

        threading.Thread(target=send, daemon=True).start()
        while True:
            try:
                if not done.get(timeout=self._left()):
                    raise Gone
                return
            except queue.Empty:
                continue

    def _has_more(self) -> bool:
        with self._arrived.mutex:
            return bool(self._arrived.queue and self._arrived.queue[0])

    def close(self) -> None:
        self._closing.set()
