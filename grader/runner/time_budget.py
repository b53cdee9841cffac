"""Who may take how much of a submission's time: a section that is slow leaves the others enough.

A budget is counted as a person would on an idle machine: while this process or a worker is kept waiting for a
processor by somebody else, it stands still.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from grader.boundary.patience import FAR


class TimeBudget:
    """The seconds of one submission, and what each section has taken of them.

    Each section has an equal share, and more as long as it has not taken more than it leaves. `starved` says how many
    seconds the processes have been kept waiting; the budget lasts `FAR` times as long at the most.
    """

    def __init__(self, seconds: float, sections: Sequence[str], starved: Callable[[], float]) -> None:
        self._starved = starved
        self._began = time.monotonic()
        self._starved_before = starved()
        self._given_back = 0.0
        self._seconds = seconds
        self._share = seconds / max(len(sections), 1)
        self._taken: defaultdict[str, float] = defaultdict(float)
        self._section = ""
        self._turn_began = 0.0  # on the budget's clock
        self._turn_ends = 0.0  # on the wall's clock, if nobody is kept waiting from now on

    def turn(self, section: str) -> None:
        """It is this section's turn from now on."""
        now = self._now()
        if self._section:
            self._taken[self._section] += now - self._turn_began
        self._section, self._turn_began = section, now
        taken, left = self._taken[section], self._seconds - now
        self._turn_ends = time.monotonic() + min(left, max(self._share - taken, (left - taken) / 2))

    def left(self) -> float:
        """The seconds that the section has left whose turn it is."""
        left = self._turn_ends - time.monotonic()
        if left <= 0:
            self.turn(self._section)  # somebody else may have kept it waiting
            left = self._turn_ends - time.monotonic()
        return left

    def give_back(self, seconds: float) -> None:
        """Time that was spent on the reference is nobody's."""
        self._given_back += seconds
        self._turn_ends += seconds

    def _now(self) -> float:
        """The seconds of the budget that are over."""
        wall = time.monotonic() - self._began - self._given_back
        return wall if wall >= FAR * self._seconds else wall - (self._starved() - self._starved_before)
