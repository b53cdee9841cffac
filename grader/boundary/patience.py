"""How long an answer is waited for: time in which a busy machine kept the process waiting does not count.

A limit on the wall's clock alone would let the score depend on what else the machine does. Linux says of each process
how long it was ready to run while no processor was free: by that the limit moves, up to `FAR` times itself. A process
that sleeps uses up its time as one that computes does. On other systems the wall's clock is all there is.
"""

import time

FAR = 8
"""So many times a limit is as long as anything is waited for, however busy the machine is."""

MOMENT = 1.0
GRAIN = 0.05
"""Seconds that are added at once, so that a busy machine is not asked all the time."""


def starved(process: int | str = "self") -> float:
    """Seconds that the process was ready to run and had to wait for a processor; 0 where the system does not say."""
    try:
        with open(f"/proc/{process}/schedstat", "rb") as file:  # nanoseconds of running, of waiting, time slices
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


class Starved:
    """What a process, and this one, which waits for it, have been kept waiting of late."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._asked = float("-inf")
        self._before = 0.0

    def begin(self) -> None:
        """Count from now on, or from a moment ago: asking the system takes as long as a quick answer."""
        now = time.monotonic()
        if now - self._asked > MOMENT:
            self._asked = now
            self._before = starved(self._process) + starved()

    def seconds(self) -> float:
        return max(starved(self._process) + starved() - self._before, 0.0)


class Patience:
    """`seconds` from now on, and as much longer as the machine kept the process waiting."""

    def __init__(self, seconds: float, waiting: Starved | None = None) -> None:
        self._began = time.monotonic()
        self._seconds = seconds
        self._until = self._began + seconds
        self._waiting = waiting

    def left(self) -> float:
        """Seconds until it is over; none when it is."""
        left = self._until - time.monotonic()
        if left <= 0 and self._waiting is not None:
            longest = max(self._seconds, 0.0) * FAR
            more = self._began + min(self._seconds + self._waiting.seconds(), longest) - time.monotonic()
            left = max(more, GRAIN) if more > 0 else 0.0
            self._until = time.monotonic() + left
        return max(left, 0.0)
