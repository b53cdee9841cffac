"""The processes that grading takes, opened once and used for any number of submissions."""

import contextlib
import gc
from collections.abc import Iterator
from dataclasses import dataclass

from grader.boundary.launcher import Launcher, open_launcher
from grader.course import Course
from grader.course.student_copy import student_copy
from grader.feedback.diagnosis import Diagnosis
from grader.feedback.fingerprints import Fingerprints
from grader.runner.reference import Reference


@dataclass(frozen=True)
class Workers:
    """Where workers come from, who answers for the reference, and who explains wrong answers."""

    launcher: Launcher
    reference: Reference
    diagnosis: Diagnosis | Fingerprints


@contextlib.contextmanager
def open_workers(
    course: Course, isolation: str = "auto", seed: int = 0, launcher: Launcher | None = None, trusted: bool = False
) -> Iterator[Workers]:
    """The workers for a course; a `launcher` that is given stays open. Raises IsolationError.

    `trusted`: no submission is graded with them, but the course's own code.
    """
    with contextlib.ExitStack() as stack:
        if launcher is None:
            launcher = open_launcher(isolation, course.limits.memory_mib)
            stack.callback(launcher.close)
        launcher.private = course.private
        reference = Reference(course, launcher, seed, trusted)
        stack.callback(reference.close)
        copy = student_copy(course)
        yield Workers(launcher, reference, Fingerprints(copy) if copy else Diagnosis(course, launcher, seed))


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Have garbage looked for seldom, and not among what torch, pytest and the suites made, which stays anyway.

    Looking for it took a quarter of a run's time. To be entered once a process, when all of that is there: what is
    frozen is never looked at again.
    """
    kept = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*kept)
        gc.unfreeze()
