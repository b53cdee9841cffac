"""A job: a process that has collected the suites once, and grades one submission after the other.

It is told what to do by messages on its standard input, and answers by messages on what was its standard output; what
else writes there comes out at standard error. It ends when nobody can speak to it any more, in the middle of a
submission too, so it never outlives who has started it; and by itself when nobody has spoken to it for long.
"""

import _thread
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO

from grader.batch.messages import Opening, Reply, Settings, Task, decoded, encoded, receive, send
from grader.boundary.launcher import open_launcher
from grader.course import Course, read_course
from grader.errors import GraderError
from grader.scoring import score, to_record
from grader.verdict import Status

PATIENCE = 5.0
"""Seconds in which a job that is in the middle of a submission cleans up."""
IDLE = 1800.0
"""Seconds without a message after which it ends: on a cluster, whoever opened it may have gone without a word."""


def main() -> None:
    """Grade until the other end is closed."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    messages: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(source, messages), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError, Empty):
        first = messages.get(timeout=IDLE)
        if first is not None:
            _serve(decoded(first, Opening), messages, sink)
    sys.stderr.flush()
    os._exit(0)  # not by way of torch's and Python's own ends, which take their time


def _listen(source: BinaryIO, messages: "SimpleQueue[bytes | None]") -> None:
    """Pass messages on; when there is nobody to send any more, stop whatever is going on."""
    while (data := receive(source)) is not None:
        messages.put(data)
    messages.put(None)
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # out of a wait for a worker as well
    else:
        _thread.interrupt_main()
    threading.Timer(PATIENCE, os._exit, (1,)).start()


def _serve(opening: Opening, messages: "SimpleQueue[bytes | None]", sink: BinaryIO) -> None:
    """Answer each task. After an error it ends: the next submission gets a job that nothing has happened to."""
    wrong: GraderError | None = None
    with contextlib.ExitStack() as stack:
        try:
            desk = stack.enter_context(open_desk(opening))
        except GraderError as error:
            wrong = error
        while (data := messages.get(timeout=IDLE)) is not None:
            try:
                if wrong:
                    raise wrong
                reply = desk.reply(decoded(data, Task))
            except GraderError as error:
                send(sink, encoded(Reply(problem=error.message, status=error.exit_status)))
                return
            send(sink, encoded(reply))


@dataclass(frozen=True)
class Desk:
    """All that grading a submission takes, opened once."""

    course: Course
    settings: Settings
    suite: Any
    workers: Any

    def reply(self, task: Task) -> Reply:
        """What becomes of a task. Raises KeyboardInterrupt where it was stopped in the middle."""
        return Reply(hangs=self._hanging(task)) if task.tests else Reply(record=self._record(task))

    def _record(self, task: Task) -> dict[str, Any]:
        from grader.runner.grade import Settings, grade

        how = Settings(budget=self.settings.budget, reference_first=task.reference)
        run = grade(task.submission, self.suite, self.workers, how)
        if run.interrupted:
            raise KeyboardInterrupt
        result = score(run, self.course, sections=self.settings.sections, visibilities=self.settings.visibilities)
        return to_record(result)

    def _hanging(self, task: Task) -> tuple[str, ...]:
        """Those of the tests that hang, as far as that has to be known: the first of each exercise stands for all."""
        from dataclasses import replace

        from grader.runner.grade import Settings, heard

        cases = tuple(case for case in self.suite.cases if case.id in task.tests)
        how = Settings(budget=self.settings.budget, shrink=False, diagnose=False)
        verdicts = heard(task.submission, replace(self.suite, cases=cases), self.workers, how)[0]
        return tuple(verdict.id for verdict in verdicts if verdict.status is Status.TIMEOUT)


@contextlib.contextmanager
def open_desk(opening: Opening) -> Iterator[Desk]:
    """Collect the suites and start what starts workers. Raises GraderError where that cannot be done."""
    course, settings = read_course(Path(opening.root)), opening.settings
    with contextlib.closing(open_launcher(settings.isolation, course.limits.memory_mib)) as launcher:
        # It has begun to import torch in a process of its own; here it is imported meanwhile.
        from grader.runner.collect import collect
        from grader.runner.workers import open_workers, seldom_collected

        suite = collect(course, settings.sections, settings.visibilities)
        with open_workers(course, settings.isolation, settings.seed, launcher) as workers, seldom_collected():
            yield Desk(course, settings, suite, workers)


if __name__ == "__main__":
    main()
