"""Where the submissions of a run are graded: an executor, and the function that a task is given to there."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass

from grader.batch.messages import Opening, Settings
from grader.batch.process import Jobs
from grader.course import Course


@dataclass(frozen=True)
class Place:
    """An `executor` that runs `function` on so many tasks at once, each on a job.

    `gates` ask each of its machines for the reference, which has to have full marks there. `alive` says whether
    anybody is left who could answer.
    """

    executor: Executor
    function: Callable[[bytes], bytes]
    width: int
    gates: Sequence[Callable[[bytes], "Future[bytes]"]] = ()
    alive: Callable[[], bool] = lambda: True

    def submit(self, task: bytes) -> "Future[bytes]":
        return self.executor.submit(self.function, task)

    def ask_all(self, task: bytes) -> "list[Future[bytes]]":
        """The same task, once on each machine."""
        return [gate(task) for gate in self.gates] or [self.submit(task)]


@contextlib.contextmanager
def this_machine(course: Course, settings: Settings, number: int) -> Iterator[Place]:
    """So many jobs here: a thread each, which waits for its job's answers. All of them are ended at the end."""
    jobs = Jobs(Opening(str(course.root), settings), number)
    executor = ThreadPoolExecutor(number, "job")
    try:
        jobs.start()
        yield Place(executor, jobs.reply, number)
    finally:
        jobs.close()
        executor.shutdown(wait=True, cancel_futures=True)
