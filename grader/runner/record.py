"""Examples drawn ahead: each suite is recorded by a process of its own, on all cores."""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from grader.course import Course, read_course
from grader.errors import EngineError, GraderError, SuiteError
from grader.runner.collect import BOTH, collect, suite_files
from grader.runner.grade import seed_of
from grader.runner.recordings import Recordings
from grader.runner.reference import Reference
from grader.runner.suite_sources import sources_of_suite
from grader.runner.test_run import How, record_test
from grader.runner.workers import open_workers
from grader.verdict import Visibility


@dataclass(frozen=True)
class _Job:
    """One suite to record."""

    root: Path
    section: str
    visibility: Visibility
    seed: int


@dataclass(frozen=True)
class _Done:
    """So many tests were recorded, or the suite is wrong."""

    tests: int
    error: str = ""
    values: tuple[tuple[str, Any], ...] = ()


def record(
    course: Course,
    sections: Sequence[str],
    seed: int,
    jobs: int,
    on_start: Callable[[int], None] = lambda count: None,
    on_suite: Callable[[str], None] = lambda name: None,
) -> int:
    """Record what is not recorded yet; the number of tests. Raises SuiteError where a suite is wrong."""
    left = [job for job in _jobs(course, sections, seed) if not _is_recorded(course, job)]
    on_start(len(left))
    tests = 0
    with ProcessPoolExecutor(max(min(jobs, len(left)), 1), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(_record_suite, job): job for job in left}
        try:
            for future in as_completed(futures):
                done = future.result()
                if done.error:
                    raise SuiteError(done.error, **dict(done.values))
                tests += done.tests
                on_suite(futures[future].section)
        except BrokenPipeError as wrong:
            raise EngineError("record_failed", why=str(wrong)) from None
        except KeyboardInterrupt:
            for process in active_children():  # a SIGTERM came to this process alone; so told, each cleans up
                if process.pid:
                    os.kill(process.pid, signal.SIGINT)
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return tests


def _jobs(course: Course, sections: Sequence[str], seed: int) -> list[_Job]:
    """A job for each suite, the largest first."""
    jobs = [
        (path.stat().st_size, _Job(course.root, section.id, visibility, seed))
        for section in course.sections
        if not sections or section.id in sections
        for visibility in BOTH
        for path in suite_files(course, (section.id,), (visibility,))
    ]
    return [job for _, job in sorted(jobs, key=lambda pair: -pair[0])]


def _is_recorded(course: Course, job: _Job) -> bool:
    (file,) = suite_files(course, (job.section,), (job.visibility,))
    solutions = Reference.solutions_of(course)
    files = [*sources_of_suite(file, course.root), *solutions.values()]
    return job.section not in solutions or Recordings(files, job.seed).are_kept


def _record_suite(job: _Job) -> _Done:
    """Record one suite, in a process for that."""
    try:
        course = read_course(job.root)
        suite = collect(course, (job.section,), (job.visibility,))
        with open_workers(course, "process", job.seed, trusted=True) as workers:
            for case in suite.cases:
                seconds = case.timeout or course.limits.call_seconds
                record_test(case, workers.reference, How(seconds, seed_of(case, job.seed)))
        return _Done(len(suite.cases))
    except GraderError as wrong:
        return _Done(0, wrong.id, tuple((name, str(value)) for name, value in wrong.values.items()))
