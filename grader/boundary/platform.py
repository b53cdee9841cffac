"""The one place that asks which platform this is: how workers can be started here."""

import ctypes
import os
import sys
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


def close_to_others() -> None:
    """Close this process's memory to other processes of the same user, where the platform can (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
