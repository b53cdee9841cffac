"""Whether the layers keep what they promise, tried from inside when all of them are there.

A layer that nothing refused may still not hold: in a container without root's rights a call can be answered and mean
less. So each check looks at what the kernel says of this process, or does what should be refused. It raises `OSError`
with the reason where a promise is not kept.
"""

import _thread
import mmap
import os
import resource
import socket
from collections.abc import Mapping

from . import kernel


def descriptors(kept: set[int]) -> None:
    """Nothing is open but these."""
    listed = {int(name) for name in os.listdir("/proc/self/fd")}
    more = sorted(number for number in listed - kept if _is_open(number))  # but for that which the list was read from
    if more:
        raise OSError(f"descriptors that are open even so: {', '.join(map(str, more))}")


def hidden(path: str) -> None:
    """What is at a path outside cannot be found."""
    if path and os.path.lexists(path):
        raise OSError(f"{path} is still there")


def capabilities(user: int | None, kept: int = 0) -> None:
    """No set has more than what is kept, and the user is the one that was promised."""
    for name, mask in {"CapInh": 0, "CapPrm": kept, "CapEff": kept, "CapAmb": 0}.items():
        if int(_status(name), 16) != mask:
            raise OSError(f"some capabilities are left: {name} {_status(name)}")
    if user is not None and {*os.getresuid(), *os.getresgid()} != {user}:
        raise OSError(f"the users are {os.getresuid()}, the groups {os.getresgid()}")


def limits(table: Mapping[int, int]) -> None:
    """Each limit is set, and those of memory and threads are in force; to be called before there are threads."""
    for which, value in table.items():
        if resource.getrlimit(which) != (value, value):
            raise OSError(f"limit {which} is {resource.getrlimit(which)}, not {value}")
    if _can_be_mapped(table[resource.RLIMIT_AS]):
        raise OSError("there is more memory than the limit allows")
    threads = table[resource.RLIMIT_NPROC]
    resource.setrlimit(resource.RLIMIT_NPROC, (0, threads))
    ended = _thread.allocate_lock()
    ended.acquire()
    try:
        _thread.start_new_thread(ended.release, ())
    except RuntimeError:
        return  # it could not be started
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (threads, threads))
    ended.acquire()
    raise OSError("the kernel bounds no threads of root's, and this is root for it")


def no_new_privs() -> None:
    """The flag is up."""
    if _status("NoNewPrivs") != "1":
        raise OSError("the flag is not up")


def landlock() -> None:
    """A folder cannot be opened that no rule names."""
    try:
        os.close(os.open("/", os.O_RDONLY))
    except PermissionError:
        return
    raise OSError("the root can be listed")


def dumpable() -> None:
    """The flag is down."""
    if kernel.prctl(kernel.PR_GET_DUMPABLE):
        raise OSError("the flag is still up")


def seccomp() -> None:
    """There is a filter, and it refuses what it should."""
    if _status("Seccomp") != "2":
        raise OSError("there is no filter")
    try:
        socket.socket(socket.AF_UNIX).close()
    except PermissionError:
        return
    raise OSError("a socket can be opened")


def _status(name: str) -> str:
    """What the kernel says of this process."""
    with open("/proc/self/status", encoding="utf-8", errors="replace") as file:
        return next((line.split()[1] for line in file if line.startswith(f"{name}:")), "")


def _can_be_mapped(size: int) -> bool:
    try:
        mmap.mmap(-1, size).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
