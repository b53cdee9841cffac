"""A second process that draws the examples of the later suites, while this one is busy with the first.

Drawing is most of a first run, and one core does it alone otherwise. The process is a fork of this one with workers
of its own; what it draws goes to the recordings on disk, like anything that was drawn by an earlier run. Where it
cannot be had, or ends early, nothing is lost: what is missing is drawn when it is needed. It needs Linux.
"""

import os
import select
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from grader.boundary.platform import cores, start_method
from grader.boundary.session import Session
from grader.suite.grading import Grading
from grader.suite.tests import TEST, Test

WORTHWHILE = 60
"""Tests without a recording; for fewer a second process costs more than it saves."""
LATER = 0.6
"""The share of those that it draws; this process has the submission's answers to judge as well."""
PATIENCE = 90.0
"""Seconds without a finished suite, after which it is given up."""


class Ahead:
    """The process that draws; `wait` for a suite before its recordings are read."""

    def __init__(self, pid: int, finished: int, suites: Sequence[Path], workers: Sequence[Session]) -> None:
        self._pid = pid
        self._finished = finished
        self._expected = list(suites)
        self._workers = workers

    def wait(self, suite: Path) -> bool:
        """Return when the suite is drawn, or will not be; whether it was waited for."""
        if suite not in self._expected:
            return False
        while suite in self._expected:
            ready, _, _ = select.select([self._finished], [], [], PATIENCE)
            if not ready or not os.read(self._finished, 1):
                self._expected.clear()
            else:
                self._expected.pop(0)
        return True

    def close(self) -> None:
        """End the process, if it has not ended, and its workers."""
        os.close(self._finished)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        for worker in self._workers:
            worker.discard()


def draw_ahead(session: pytest.Session, grading: Grading) -> Ahead | None:
    """Have the later suites' examples drawn by a second process, where that is worth it and can be done."""
    if start_method() != "fork" or cores() < 2 or not grading.settings.replay:
        return None
    items = [item for item in session.items if TEST in item.stash and _to_draw(item.stash[TEST], grading)]
    suites = _later([item.stash[TEST] for item in items])
    if not suites:
        return None
    torch.set_num_threads(1)  # a pool of threads does not survive a fork
    workers = grading.oracle.second_pair()
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return Ahead(pid, ours, suites, workers)
    status = 1
    try:
        os.close(ours)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        grading.nursery.forsake()
        grading.oracle.reference, grading.oracle.rehearsal = workers
        grading.only_draws = True
        for suite in suites:
            for item in items:
                if item.stash[TEST].file == suite:
                    item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            grading.oracle.save()
            os.write(theirs, b".")
        status = 0
    finally:
        os._exit(status)  # nothing of the other process's is this one's to close


def _to_draw(test: Test, grading: Grading) -> bool:
    recordings = grading.oracle.recordings(test)
    return recordings is not None and recordings.find(test.id) is None and grading.settled(test) is None


def _later(tests: Sequence[Test]) -> list[Path]:
    """The last suites that have about `LATER` of these tests, in their order; none where it is not worthwhile."""
    if len(tests) < WORTHWHILE:
        return []
    files = list(dict.fromkeys(test.file for test in tests))
    first = tests[round(len(tests) * (1 - LATER))].file
    return files[files.index(first) + 1 :]
