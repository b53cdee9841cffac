"""How often a sandbox may ask for a file by name: the kernel remembers each name, of files that do not exist as well.

Nothing else bounds that: the memory is the kernel's and no limit of a process counts it. A filter of its own, before
that of `seccomp.py`, has each such call wait for the zygote's word, in a few microseconds. The zygote lets the first
`MOST` through and refuses the rest (`seccomp_unotify(2)`).
"""

import ctypes
import errno
import fcntl
import os
import select
import socket
import struct

from . import kernel
from .seccomp import ALLOW, ARCHITECTURE, AUDIT_ARCH, IF_EQUAL, LOAD, NUMBER, RETURN, Code, Program
from .syscalls import MACHINES, by_name

MOST = 50_000
"""In a worker's life. `import torch._dynamo`, which `torch.compile` does, with its compiler asks for 15,000."""
CALLS = (
    "open", "openat", "creat", "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "chdir", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
    "statfs",
)  # fmt: skip
ASK = 0x7FC0_0000
SET_MODE_FILTER, NEW_LISTENER = 1, 8
RECEIVE, ANSWER = 0xC050_2100, 0xC018_2101  # the kernel's numbers, with the sizes of the two structures below
ASKED, ANSWERED = struct.Struct("=Q72x"), struct.Struct("=QqiI")  # seccomp_notif and seccomp_notif_resp
CONTINUE = 1


def count(report: int) -> str:
    """Have this process's look-ups counted by whoever is at the other end of a socket; raises `OSError`.

    To be called before `seccomp.restrict`, which refuses what is done here. The socket is closed.
    """
    with socket.socket(fileno=report) as zygote:
        machine = os.uname().machine
        if machine not in MACHINES:
            raise OSError(f"no table of system calls for {machine}")
        code = _assembled(machine)
        packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
        listener = kernel.call("seccomp", SET_MODE_FILTER, NEW_LISTENER, ctypes.byref(Program(len(code), packed)))
        socket.send_fds(zygote, [b"."], [listener])
        os.close(listener)
    return f"{MOST} files by name, whether they exist or not"


def _assembled(machine: str) -> Code:
    numbers = sorted(filter(None, (by_name(machine).get(name) for name in CALLS)))
    tests = [(IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    return [
        (LOAD, 0, 0, ARCHITECTURE), (IF_EQUAL, 1, 0, AUDIT_ARCH[machine]), (RETURN, 0, 0, ALLOW),  # seccomp.py kills it
        (LOAD, 0, 0, NUMBER), *tests, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ASK),
    ]  # fmt: skip


class Counter:
    """The zygote's end: waits for orders, and answers workers' look-ups meanwhile."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders.fileno()
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._counts: dict[int, int] = {}
        self._poll = select.poll()
        for descriptor in (self._orders, self._ours.fileno()):
            self._poll.register(descriptor, select.POLLIN)

    def report(self) -> int:
        """For a worker, after the fork: where its listener is to be sent."""
        return self._theirs.fileno()

    def close(self) -> None:
        """For a worker that is not counted: leave it nothing of this."""
        self._ours.close()
        self._theirs.close()
        for listener in self._counts:
            os.close(listener)

    def wait(self) -> None:
        """Until there is an order."""
        while True:
            ready = dict(self._poll.poll())
            if self._orders in ready:
                return
            if ready.pop(self._ours.fileno(), 0):
                self._begin()
            for listener, events in ready.items():
                self._answer(listener) if events & select.POLLIN else self._end(listener)

    def _begin(self) -> None:
        _, descriptors, _, _ = socket.recv_fds(self._ours, 1, 1)
        for listener in descriptors:
            self._counts[listener] = 0
            self._poll.register(listener, select.POLLIN)

    def _answer(self, listener: int) -> None:
        self._counts[listener] += 1
        asked = bytearray(ASKED.size)
        try:
            fcntl.ioctl(listener, RECEIVE, asked)
            refused = self._counts[listener] > MOST
            answer = (0, -errno.EPERM, 0) if refused else (0, 0, CONTINUE)
            fcntl.ioctl(listener, ANSWER, bytearray(ANSWERED.pack(*ASKED.unpack(asked), *answer)))
        except FileNotFoundError:  # who asked has been killed
            pass

    def _end(self, listener: int) -> None:
        self._poll.unregister(listener)
        del self._counts[listener]
        os.close(listener)
