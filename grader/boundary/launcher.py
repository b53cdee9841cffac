"""Where workers come from: forked by a zygote, or each started afresh where forking is not possible."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from grader.boundary.bundle import bundle, check_same, command, environment
from grader.boundary.channel import Channel, Gone, PipeChannel, Silence, SocketChannel
from grader.boundary.patience import Patience
from grader.boundary.platform import (
    close_to_nobody,
    close_to_others,
    fill_standard_streams,
    has_groups,
    is_bound_by_modes,
    is_root,
    start_method,
)
from grader.errors import EngineError, IsolationError
from grader.failure import Note
from grader.inert import inert_line
from grader.texts import Message
from grader.wire import frames
from grader.wire.control import Control, Fork, Forked, Ready, Reap, Reaped, reports

Report = TypeVar("Report", bound=Control)
START_SECONDS = 120.0
ORDER_SECONDS = 20.0
CONTROL_BYTES = 65_536
FILE_MODES = "file-modes"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""Variables for the libraries that torch computes with: workers have the other cores."""
"""The isolation for a container: where neither Landlock nor namespaces are there, another user and the files' modes."""


class WorkerProcess:
    """A worker that has just been started: its channel, and a way to end it."""

    def __init__(self, channel: Channel, pid: int, launcher: "Launcher", ready: Ready) -> None:
        self.channel = channel
        self.pid = pid
        self.layers = _layers(ready)
        self._launcher = launcher

    def end(self) -> int | None:
        """Kill it with all that it started; its exit status, or minus the signal, None where unknown."""
        self.channel.close()
        return self._launcher.reap(self.pid)

    def discard(self) -> None:
        """Have it killed with all that it started, and do not wait for that."""
        self.channel.close()
        self._launcher.discard(self.pid)


class _Ordered(NamedTuple):
    """A worker that is being forked: the number of the order, and our end of its channel."""

    number: int
    ours: socket.socket


class Launcher(Protocol):
    """Starts workers and ends them. `isolation` is what they have: "sandbox", "file-modes" or "process".

    `notes` say what is missing where a sandbox was wanted and is not whole. `private` are folders that no worker may
    read: their modes keep it from them where nothing else does.
    """

    isolation: str
    notes: tuple[Note, ...]
    private: tuple[Path, ...]

    def wait(self) -> None: ...
    def worker(self) -> WorkerProcess: ...
    def reap(self, pid: int) -> int | None: ...
    def discard(self, pid: int) -> None: ...
    def close(self) -> None: ...


class Zygote:
    """A process that has torch imported and forks workers on demand; starting it does not wait for torch.

    Whoever takes a worker does not wait for the fork: the next one is ordered while the last one works. Without a
    sandbox a submission can end the zygote; it is then started again.
    """

    def __init__(
        self, wanted: str = "process", memory_mib: int = 2048, cpu_seconds: int = 600, without: tuple[str, ...] = ()
    ) -> None:
        self._wanted = wanted
        self.isolation = "process" if wanted == "process" else "sandbox"
        self.notes: tuple[Note, ...] = ()
        self.private: tuple[Path, ...] = ()
        self._numbers = itertools.count(1)
        self._fork = Fork(wanted != "process", memory_mib * 2**20, cpu_seconds, list(without))
        self._stack = contextlib.ExitStack()
        self._folder = self._stack.enter_context(bundle())
        self._start()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                command(self._folder, "grader.worker.zygote", str(theirs.fileno())),
                cwd=self._folder,
                env=environment(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        self._ready = False
        self._next: _Ordered | None = None
        self._early: dict[int, Forked] = {}

    def wait(self) -> None:
        """Wait until torch is imported over there; raises `EngineError` when it cannot be."""
        if not self._ready:
            check_same(self._listen(Ready, START_SECONDS).found)
            self._ready = True

    def worker(self) -> WorkerProcess:
        if self._ready and self._process.poll() is not None:
            self._bury()
            self._start()
        self.wait()
        waiting, self._next = self._next, None
        process = (waiting and self._forked(waiting)) or self._forked(self._order())
        if process is None:
            raise EngineError("worker_stillborn")
        self._next = self._order()
        return process

    def _order(self) -> "_Ordered":
        """Have a worker forked, and do not wait for it."""
        ours, theirs = socket.socketpair()
        order = msgspec.structs.replace(self._fork, number=next(self._numbers))
        with theirs:
            try:
                socket.send_fds(self._control, [frames.pack(order, [])], [theirs.fileno()])
            except OSError:
                ours.close()
                raise self._failed() from None
        return _Ordered(order.number, ours)

    def _forked(self, ordered: "_Ordered") -> WorkerProcess | None:
        """The worker that was ordered; None when it has ended before its first words. Raises IsolationError."""
        pid = self._listen(Forked, ORDER_SECONDS, ordered.number).pid
        channel = SocketChannel(ordered.ours)
        ready = _first_words(channel)
        if ready is None:
            channel.close()
            self.discard(pid)
            return None
        process = WorkerProcess(channel, pid, self, ready)
        if self._fork.sandboxed and ready.missing:
            self._not_whole(process, lacking(ready))
        return process

    def _not_whole(self, process: WorkerProcess, missing: tuple[Note, ...]) -> None:
        """A sandbox with a gap is better than none, but it is not called one; who insists on one gets nothing."""
        modes = self._wanted == FILE_MODES
        if self._wanted == "sandbox" or (modes and not _modes_are_enough(process, missing)):
            process.end()
            id = "file_modes_not_enough" if modes else "sandbox_not_whole"
            raise IsolationError(id, advice=tuple(map(advice, missing)))
        self.isolation, self.notes = FILE_MODES if modes else "process", missing
        if is_root() and "landlock" in {layer for note in missing for layer in note.names[:1]}:
            close_to_nobody(self.private)

    def reap(self, pid: int) -> int | None:
        """Where the zygote is gone, so are its workers: they die with it."""
        order = Reap(pid, next(self._numbers))
        try:
            self._control.send(frames.pack(order, []))
            return self._listen(Reaped, ORDER_SECONDS, order.number).status
        except (OSError, EngineError):
            return None

    def discard(self, pid: int) -> None:
        with contextlib.suppress(OSError):
            self._control.send(frames.pack(Reap(pid), []))

    def close(self) -> None:
        self._bury()
        self._stack.close()

    def _bury(self) -> None:
        """End the zygote: it does so by itself when nobody speaks to it any more, and its workers with it.

        One that is still importing torch has no workers yet, and is not waited for.
        """
        self._control.close()
        if self._next:
            self._next.ours.close()
        try:
            self._process.wait(5 if self._ready else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def _listen(self, kind: type[Report], seconds: float, number: int = 0) -> Report:
        """The report that answers this order; others answer one that nobody waits for, or not yet."""
        early = self._early.pop(number, None)
        if isinstance(early, kind):
            return early
        until = time.monotonic() + seconds
        try:
            while (left := until - time.monotonic()) > 0:
                self._control.settimeout(left)
                data = self._control.recv(CONTROL_BYTES)
                if not data:
                    break
                report, _ = frames.unpack(data, reports)
                if isinstance(report, kind) and getattr(report, "number", 0) == number:
                    return report
                if isinstance(report, Forked):
                    self._early[report.number] = report
        except (OSError, frames.WireError):
            raise self._failed() from None
        raise self._failed()

    def _failed(self) -> EngineError:
        return EngineError("zygote_failed", words=self._last_words())

    def _last_words(self) -> str:
        self._process.kill()
        words = self._process.stderr.read().decode(errors="replace") if self._process.stderr else ""
        return inert_line("".join(words.strip().splitlines()[-1:]), 500)


class Spawner:
    """Starts a fresh process for each worker; it imports torch anew each time."""

    isolation = "process"

    def __init__(self, notes: tuple[Note, ...] = ()) -> None:
        self.notes = notes
        self.private: tuple[Path, ...] = ()
        self._stack = contextlib.ExitStack()
        self._folder = self._stack.enter_context(bundle())
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def wait(self) -> None:
        """There is nothing to wait for: each worker imports torch by itself."""

    def worker(self) -> WorkerProcess:
        process = subprocess.Popen(
            command(self._folder, "grader.worker.alone"),
            cwd=self._folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._processes[process.pid] = process
        assert process.stdin is not None
        assert process.stdout is not None
        channel = PipeChannel(process.stdout, process.stdin)
        ready = _first_words(channel, START_SECONDS)
        if ready is None:
            raise EngineError("worker_stillborn")
        check_same(ready.found)
        return WorkerProcess(channel, process.pid, self, ready)

    def reap(self, pid: int) -> int | None:
        process = self._processes.pop(pid, None)
        if process is None:
            return None
        process.kill()
        status = process.wait()
        if has_groups():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)  # whatever it started, and left behind in its group
        with contextlib.suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]  # the other pipe is the channel's to close
        return status

    def discard(self, pid: int) -> None:
        self.reap(pid)

    def close(self) -> None:
        for pid in list(self._processes):
            self.reap(pid)
        self._stack.close()


def _modes_are_enough(process: WorkerProcess, missing: tuple[Note, ...]) -> bool:
    """Whether a worker is somebody who may not read what root has closed, and all layers hold but those of files."""
    lacks = {layer for note in missing for layer in note.names[:1]}
    return is_root() and lacks <= {"landlock", "namespaces"} and is_bound_by_modes(process.pid)


def _first_words(channel: Channel, seconds: float = ORDER_SECONDS) -> Ready | None:
    """What a worker says before anything of a student's is in it: the layers that hold. None when it says nothing."""
    channel.patience = Patience(seconds)
    try:
        ready, _ = frames.unpack(frames.read_frame(channel), reports)
    except (Silence, Gone, frames.WireError):
        return None
    assert isinstance(ready, Ready)
    return ready


def lacking(ready: Ready) -> tuple[Note, ...]:
    """What a worker's sandbox lacks, with what the system said of it."""
    why = {layer.name: layer.why for layer in ready.layers}
    return tuple(Note("sandbox", names=(name, why.get(name, ""))) for name in ready.missing if name in ADVICE)


def advice(note: Note) -> Message:
    """What to do about a layer that does not hold."""
    layer, why = note.names
    return Message.of(ADVICE[layer], why=inert_line(why))


def _layers(ready: Ready) -> tuple[dict[str, str], ...]:
    return tuple({"name": layer.name, "held": str(layer.held).lower(), "why": layer.why} for layer in ready.layers)


ADVICE = {
    "landlock": "lacks_landlock",
    "namespaces": "lacks_namespaces",
    "seccomp": "lacks_seccomp",
    "no_new_privs": "lacks_no_new_privs",
    "capabilities": "lacks_capabilities",
    "limits": "lacks_limits",
    "descriptors": "lacks_descriptors",
    "linux": "lacks_linux",
}
"""The texts that say what to do about each layer."""


def open_launcher(isolation: str, memory_mib: int = 2048, start: str | None = None) -> Zygote | Spawner:
    """The way of starting workers that this platform has; `start` forces one, for tests.

    `isolation` is "auto", "sandbox", "file-modes" or "process". Raises `IsolationError` when what is demanded is not
    available.
    """
    fill_standard_streams()
    if isolation != "process":
        close_to_others()
    if (start or start_method()) == "fork":
        return Zygote(isolation, memory_mib)
    if isolation in ("sandbox", FILE_MODES):
        raise IsolationError("sandbox_needs_linux")
    return Spawner((Note("sandbox", names=("linux", "")),) if isolation == "auto" else ())
