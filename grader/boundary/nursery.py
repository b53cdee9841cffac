"""Where workers come from: forked by a zygote, or each started afresh where fork is not to be had."""

import contextlib
import socket
import subprocess
import time
from typing import Any, Protocol

from grader.boundary.bundle import bundle, command, environment
from grader.boundary.channel import Channel, Gone, PipeChannel, Silence, SocketChannel
from grader.boundary.platform import start_method
from grader.errors import EngineError, IsolationError
from grader.wire import frames
from grader.wire.control import Fork, Ready, Reap, reports

START_SECONDS = 120.0
ORDER_SECONDS = 20.0
CONTROL_BYTES = 65_536


class Newborn:
    """A worker that has just been started: its channel, and a way to end it."""

    def __init__(self, channel: Channel, pid: int, nursery: "Nursery", layers: tuple[dict[str, str], ...]) -> None:
        self.channel = channel
        self.pid = pid
        self.layers = layers
        self._nursery = nursery

    def end(self) -> int | None:
        """Kill it with all that it started; its exit status, or minus the signal, None where unknown."""
        self.channel.close()
        return self._nursery.reap(self.pid)


class Nursery(Protocol):
    """Starts workers and ends them."""

    def worker(self) -> Newborn: ...
    def reap(self, pid: int) -> int | None: ...
    def close(self) -> None: ...


class Zygote:
    """A process that has torch imported and forks workers on demand; starting it does not wait for torch."""

    def __init__(self, sandboxed: bool, memory_mib: int, cpu_seconds: int = 600, without: tuple[str, ...] = ()) -> None:
        self._order = Fork(sandboxed, memory_mib * 2**20, cpu_seconds, list(without))
        self._stack = contextlib.ExitStack()
        folder = self._stack.enter_context(bundle())
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            command("grader.worker.zygote", str(theirs.fileno())),
            cwd=folder,
            env=environment(folder),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        theirs.close()
        self._ready = False

    def wait(self) -> None:
        """Wait until torch is imported over there; raises `EngineError` when it cannot be."""
        if not self._ready:
            self._listen(START_SECONDS)
            self._stack.close()  # everything is imported: the copy is needed no more
            self._ready = True

    def worker(self) -> Newborn:
        self.wait()
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [frames.pack(self._order, [])], [theirs.fileno()])
            pid = self._listen(ORDER_SECONDS).pid
        channel = SocketChannel(ours)
        layers = _first_words(channel)
        return Newborn(channel, pid, self, layers)

    def reap(self, pid: int) -> int | None:
        self._control.send(frames.pack(Reap(pid), []))
        return int(self._listen(ORDER_SECONDS).status)

    def close(self) -> None:
        self._control.close()
        self._stack.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def _listen(self, seconds: float) -> Any:
        self._control.settimeout(seconds)
        try:
            data = self._control.recv(CONTROL_BYTES)
            if data:
                return frames.unpack(data, reports)[0]
        except (TimeoutError, OSError, frames.WireError):
            data = b""
        raise EngineError(f"the process that forks workers has failed. {self._last_words()}")

    def _last_words(self) -> str:
        self._process.kill()
        words = self._process.stderr.read().decode(errors="replace") if self._process.stderr else ""
        last = words.strip().splitlines()[-1:] or ["It said nothing."]
        return last[0][:500]


class Spawner:
    """Starts a fresh process for each worker; it imports torch anew each time."""

    def __init__(self) -> None:
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def worker(self) -> Newborn:
        with bundle() as folder:
            process = subprocess.Popen(
                command("grader.worker.alone"),
                cwd=folder,
                env=environment(folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._processes[process.pid] = process
            assert process.stdin is not None
            assert process.stdout is not None
            channel = PipeChannel(process.stdout, process.stdin)
            _first_words(channel, START_SECONDS)
        return Newborn(channel, process.pid, self, ())

    def reap(self, pid: int) -> int | None:
        process = self._processes.pop(pid)
        status = process.poll()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe and pipe.close()
        return status

    def close(self) -> None:
        for pid in list(self._processes):
            self.reap(pid)


def _first_words(channel: Channel, seconds: float = ORDER_SECONDS) -> tuple[dict[str, str], ...]:
    """What a worker says before anything of a student's is in it: the layers that hold."""
    channel.deadline = time.monotonic() + seconds
    try:
        ready, _ = frames.unpack(frames.read_frame(channel), reports)
    except (Silence, Gone, frames.WireError):
        raise EngineError("a worker died before it began; `grader doctor` may say why") from None
    assert isinstance(ready, Ready)
    return tuple({"name": layer.name, "held": str(layer.held).lower(), "why": layer.why} for layer in ready.layers)


def open_nursery(sandboxed: bool, memory_mib: int, start: str | None = None) -> Zygote | Spawner:
    """The way of starting workers that this platform has; `start` forces one, for tests."""
    if (start or start_method()) == "fork":
        return Zygote(sandboxed, memory_mib)
    if sandboxed:
        raise IsolationError("a sandbox needs Linux; use --isolation process here, or grade on a Linux machine")
    return Spawner()
