"""The one place that asks which platform this is: how workers can be started here."""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

Start = Literal["fork", "spawn"]
PR_SET_DUMPABLE = 4


def start_method() -> Start:
    """`fork` where a process that has imported torch can safely fork (Linux), else `spawn`."""
    return "fork" if sys.platform.startswith("linux") else "spawn"


def can_sandbox() -> bool:
    """Whether the sandbox exists for this platform at all."""
    return sys.platform.startswith("linux")


def has_groups() -> bool:
    """Whether a process and what it started can be ended together."""
    return sys.platform != "win32"


def has_alarm() -> bool:
    """Whether a test that hangs on the trusted side can be interrupted by a signal."""
    return sys.platform != "win32"


def cores() -> int:
    """How many processes can compute at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fill_standard_streams() -> None:
    """Give each standard stream that was closed a descriptor: else a socket takes its number, which a child loses."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)


def is_root() -> bool:
    """Whether this process may do anything, so that its workers become `nobody`."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def is_bound_by_modes(pid: int) -> bool:
    """Whether the modes of files count for a process: it is not root's, and has no capability."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        status = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
        return "0" not in status["Uid"] and not any(int(status[name][0], 16) for name in ("CapPrm", "CapEff"))
    return False


def close_to_nobody(folders: Iterable[Path]) -> None:
    """Leave what is in these folders to their owner alone."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.chmod(folder.stat().st_mode & 0o700)


def close_to_others() -> None:
    """Close this process's memory to other processes of the same user, where the platform can (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
