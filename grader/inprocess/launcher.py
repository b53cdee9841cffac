"""What starts "workers" in this process: the other end of a channel is a function that is called."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.boundary.channel import Gone
from grader.boundary.launcher import WorkerProcess
from grader.boundary.patience import Patience
from grader.course import Course
from grader.failure import Note
from grader.inprocess.server import OnCall, ServerHere
from grader.runner.workers import Workers, open_workers
from grader.worker.streams import Closed


class _Channel:
    """Frames that are written are answered before `write` comes back."""

    def __init__(self, server: ServerHere) -> None:
        self.patience = Patience(float("inf"))
        self.received = 0
        self._server = server
        self._answers = bytearray()

    def read(self, size: int) -> bytes:
        if len(self._answers) < size:
            raise Gone
        data = bytes(self._answers[:size])
        del self._answers[:size]
        self.received += size
        return data

    def write(self, data: bytes) -> None:
        self._server.run(_Requests(data, self._answers))

    def waiting(self) -> bool:
        return bool(self._answers)

    def close(self) -> None:
        self._server.close()


class _Requests:
    """The server's end: what was written, until that is used up."""

    def __init__(self, data: bytes, answers: bytearray) -> None:
        self._data = memoryview(data)
        self._answers = answers

    def read(self, size: int) -> bytes:
        if len(self._data) < size:
            raise Closed
        part, self._data = self._data[:size], self._data[size:]
        return bytes(part)

    def write(self, data: bytes) -> None:
        self._answers += data


class _Here(WorkerProcess):
    """No process of its own."""

    def __init__(self, channel: _Channel) -> None:
        self.channel = channel
        self.pid = os.getpid()
        self.layers = ()

    def end(self) -> int | None:
        self.channel.close()
        return None

    def discard(self) -> None:
        self.channel.close()


class InProcess:
    """Starts nothing. The last server is closed when the next one begins: a module stands in `sys.modules` once."""

    isolation = "none"
    notes: tuple[Note, ...] = ()
    private: tuple[Path, ...] = ()

    def __init__(self, folder: Path, on_call: OnCall = lambda target, name: target) -> None:
        self._folder = folder.resolve()
        self._on_call = on_call
        self._server: ServerHere | None = None

    def wait(self) -> None:
        """It is there."""

    def worker(self) -> WorkerProcess:
        self.close()
        self._server = ServerHere(self._folder, self._on_call)
        return _Here(_Channel(self._server))

    def reap(self, pid: int) -> int | None:
        return None

    def discard(self, pid: int) -> None:
        """There is no process to end."""

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


@contextlib.contextmanager
def without_boundary(course: Course, folder: Path, seed: int = 0) -> Iterator[Workers]:
    """The workers of a course, where the submission in `folder` runs in this process; the reference's do not."""
    with open_workers(course, "process", seed) as workers:
        here = InProcess(folder)
        try:
            yield replace(workers, launcher=here)
        finally:
            here.close()
