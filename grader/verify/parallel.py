"""Variants in parallel, one process a core; what was found before is remembered by its content.

A process is given one exercise's tasks after the other: what it has once asked the misconceptions of an exercise need
not be asked again by another.
"""

import contextlib
import hashlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue, SimpleQueue

import msgspec

from grader.course import Course
from grader.course.variants import sources_of
from grader.errors import EngineError
from grader.inert import inert_line
from grader.runner.collect import BOTH, suite_files
from grader.runner.recordings import cache_folder, digest_of
from grader.runner.suite_sources import sources_of_suite
from grader.verify.runner import Outcome
from grader.verify.tasks import Task, tasks_of

PATIENCE = 10.0
"""Seconds in which a process that was told to end cleans up."""

_outcome = msgspec.json.Decoder(Outcome)


class Job(msgspec.Struct, frozen=True):
    """What one of the processes is told first. Then it is sent lists of tasks, by their places, a line each."""

    root: str
    tested: tuple[tuple[str, str], ...]
    wheat: str
    sections: tuple[str, ...]
    exercises: tuple[str, ...]
    seed: int
    suites: tuple[str, ...]


def run_in_parallel(
    course: Course,
    tested: tuple[tuple[str, str], ...],
    sections: tuple[str, ...],
    exercises: tuple[str, ...],
    seed: int,
    jobs: int,
    changed_only: bool,
    on_start: Callable[[int], None],
    on_outcome: Callable[[Outcome], None],
) -> list[Outcome]:
    """The outcomes of all tasks, in order. Raises `EngineError` when one of the processes fails."""
    tasks = tasks_of(course, tested, sections, exercises)
    memory = _Memory(course, seed)
    known = {place: old for place, task in enumerate(tasks) if changed_only and (old := memory.find(task))}
    left = [place for place in range(len(tasks)) if place not in known]
    on_start(len(left))
    arrived: Queue[tuple[int, Outcome] | str | None] = Queue()
    shares = _shares(tasks, left)
    suites = tuple(dict.fromkeys(tasks[place].variant.section for place in left))
    job = Job(str(course.root), tested, str(course.wheat), sections, exercises, seed, suites)
    processes = [_started() for _ in range(min(jobs, shares.qsize()))]
    with _ended(processes):
        for process in processes:
            threading.Thread(target=_follow, args=(process, job, shares, arrived), daemon=True).start()
        for place, outcome in _arriving(arrived, len(processes)):
            known[place] = outcome
            memory.keep(tasks[place], outcome)
            on_outcome(outcome)
    memory.save()
    return [known[place] for place in sorted(known)]


def _arriving(arrived: "Queue[tuple[int, Outcome] | str | None]", processes: int) -> Iterator[tuple[int, Outcome]]:
    """What the processes find, until all of them have finished."""
    while processes:
        found = arrived.get()
        if isinstance(found, str):
            raise EngineError("verify_process_failed", words=found)
        if found is None:
            processes -= 1
        else:
            yield found


def _started() -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "grader.verify.parallel"], stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


@contextlib.contextmanager
def _ended(processes: "Sequence[subprocess.Popen[str]]") -> Iterator[None]:
    """Have the processes end with this one. Told by SIGINT, each cleans up; a SIGTERM comes to this one alone."""
    try:
        yield
    finally:
        for process in processes:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGINT)
        for process in processes:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _shares(tasks: Sequence[Task], places: Sequence[int]) -> "SimpleQueue[list[int]]":
    """The places of each exercise's tasks, the exercises with the most first."""
    exercises: dict[tuple[str, str], list[int]] = {}
    for place in places:
        variant = tasks[place].variant
        exercises.setdefault((variant.section, variant.of), []).append(place)
    shares: SimpleQueue[list[int]] = SimpleQueue()
    for share in sorted(exercises.values(), key=len, reverse=True):
        shares.put(share)
    return shares


def _follow(
    process: "subprocess.Popen[str]",
    job: Job,
    shares: "SimpleQueue[list[int]]",
    arrived: "Queue[tuple[int, Outcome] | str | None]",
) -> None:
    """Give a process share after share, and pass on what it finds."""
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        with contextlib.suppress(BrokenPipeError, Empty), process.stdin:  # its last words will say why it has gone
            process.stdin.write(msgspec.json.encode(job).decode() + "\n")
            while share := shares.get_nowait():
                process.stdin.write(json.dumps(share) + "\n")
                process.stdin.flush()
                for line in itertools.islice(process.stdout, len(share)):
                    place, _, data = line.partition(" ")
                    arrived.put((int(place), _outcome.decode(data)))
        words = process.stderr.read().strip().splitlines()
        if process.wait():
            arrived.put(inert_line("".join(words[-1:]), 500))
        else:
            arrived.put(None)


class _Memory:
    """Outcomes by the content of variant, suites, reference, misconceptions and engine; one file for the course."""

    def __init__(self, course: Course, seed: int) -> None:
        self._course = course
        self._seed = seed
        self._surroundings: dict[str, str] = {}
        self._path = (
            cache_folder().parent / "verify" / f"{hashlib.sha256(str(course.root).encode()).hexdigest()[:16]}.json"
        )
        self._known: dict[str, Outcome] = {}
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            self._known = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Outcome])

    def find(self, task: Task) -> Outcome | None:
        return self._known.get(self._key(task))

    def keep(self, task: Task, outcome: Outcome) -> None:
        self._known[self._key(task)] = outcome

    def save(self) -> None:
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(msgspec.json.encode(self._known))

    def _key(self, task: Task) -> str:
        section = task.variant.section
        if section not in self._surroundings:
            suites = suite_files(self._course, (section,), BOTH)
            files = [file for suite in suites for file in sources_of_suite(suite, self._course.root)]
            solution = self._course.solutions / f"{section}.py"
            table = sources_of(self._course.misconceptions / f"{section}.py")
            self._surroundings[section] = digest_of([*files, solution, *table], self._seed)
        text = json.dumps([self._surroundings[section], task.kind, task.variant.of, task.variant.source])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def main() -> None:
    """One of the processes: a line to standard output for each task, its place and its outcome."""
    from grader.course import read_course
    from grader.runner.collect import collect
    from grader.runner.workers import open_workers
    from grader.verify.runner import run_tasks

    job = msgspec.json.decode(sys.stdin.readline(), type=Job)
    course = replace(read_course(Path(job.root)), wheat=Path(job.wheat))
    tasks = tasks_of(course, job.tested, job.sections, job.exercises)
    places = {id(task): place for place, task in enumerate(tasks)}
    output = os.fdopen(os.dup(1), "w", buffering=1)

    def report(task: Task, outcome: Outcome) -> None:
        output.write(f"{places[id(task)]} {msgspec.json.encode(outcome).decode()}\n")

    with open_workers(course, "process", job.seed, trusted=True) as workers:
        mine = (tasks[place] for line in sys.stdin for place in json.loads(line))
        run_tasks(collect(course, job.suites), workers, mine, report)


if __name__ == "__main__":
    main()
