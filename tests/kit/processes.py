"""The processes that a test has started, by way of others: which there are, and whether they end."""

import time
from collections.abc import Iterable

import psutil


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have, the oldest first."""
    try:
        family = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return sorted(process.pid for process in family)


def is_running(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def running_after(pids: Iterable[int], seconds: float) -> list[int]:
    """Those of the processes that have not ended within some seconds."""
    until = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.01)
    return left
