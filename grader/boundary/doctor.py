"""What isolation this machine offers, found out by starting a worker and asking it."""

import statistics
import time
from contextlib import closing

from grader.boundary.launcher import advice, open_launcher
from grader.errors import GraderError
from grader.texts import Message

FORKS = 5

Finding = tuple[str, bool, str | tuple[Message, ...]]
"""A name, whether it holds, and what there is to say of it: the system's words, or ours."""


def isolation_report() -> list[Finding]:
    """Each layer, then the time of one fork; a worker that cannot be started is a layer that does not hold."""
    seconds: list[float] = []
    layers: list[Finding] = []
    try:
        with closing(open_launcher("auto")) as launcher:
            launcher.worker().end()  # the first also waits for torch
            for _ in range(FORKS):
                started = time.perf_counter()
                process = launcher.worker()
                seconds.append(time.perf_counter() - started)
                layers = [(layer["name"], layer["held"] == "true", layer["why"]) for layer in process.layers]
                process.end()
            lacking = tuple(map(advice, launcher.notes))
    except GraderError as wrong:
        return [("worker", False, (wrong.message,))]
    whole: Finding = ("sandbox", not lacking, lacking or (Message("sandbox_whole"),))
    milliseconds = f"{statistics.median(seconds) * 1000:.1f}"
    return [*layers, whole, ("one fork", True, (Message.of("one_fork", milliseconds=milliseconds),))]
