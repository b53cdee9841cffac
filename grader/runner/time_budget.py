"""Who may take how much of a submission's time: a section that is slow leaves the others enough."""

import time
from collections import defaultdict
from collections.abc import Sequence


class Allowance:
    """The seconds of one submission, and what each section has taken of them.

    Each section has an equal share, and more as long as it has not taken more than it leaves.
    """

    def __init__(self, seconds: float, sections: Sequence[str]) -> None:
        self._until = time.monotonic() + seconds
        self._share = seconds / max(len(sections), 1)
        self._taken: defaultdict[str, float] = defaultdict(float)
        self._section = ""
        self._since = 0.0

    def until(self, section: str) -> float:
        """The moment (of `time.monotonic`) by which a section has to end, whose turn it is from now on."""
        now = time.monotonic()
        if self._section:
            self._taken[self._section] += now - self._since
        self._section, self._since = section, now
        taken, left = self._taken[section], self._until - now
        return now + min(left, max(self._share - taken, (left - taken) / 2))

    def give_back(self, seconds: float) -> None:
        """Time that was spent on the reference is nobody's."""
        self._until += seconds
        self._since += seconds
