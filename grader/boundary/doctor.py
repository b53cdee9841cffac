"""What isolation this machine offers, found out by starting a worker and asking it."""

import statistics
import time
from contextlib import closing

from grader.boundary.launcher import open_launcher
from grader.errors import GraderError

FORKS = 5


def isolation_report() -> list[tuple[str, bool, str]]:
    """Each layer as (name, held, why), then the time of one fork; a worker that cannot be had is a layer not held."""
    try:
        with closing(open_launcher("auto")) as launcher:
            launcher.worker().end()  # the first also waits for torch
            seconds, layers = [], []
            for _ in range(FORKS):
                started = time.perf_counter()
                process = launcher.worker()
                seconds.append(time.perf_counter() - started)
                layers = [(layer["name"], layer["held"] == "true", layer["why"]) for layer in process.layers]
                process.end()
            lacking = [("sandbox", not launcher.notes, " ".join(launcher.notes) or "whole")]
    except GraderError as wrong:
        return [("worker", False, str(wrong))]
    return [*layers, *lacking, ("one fork", True, f"{statistics.median(seconds) * 1000:.1f} ms to a ready worker")]
