"""This end of a job: it is started when it is first needed, and anew when it has died; and several of them as one."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from queue import LifoQueue

from grader.batch.messages import Opening, Reply, encoded, receive, send
from grader.boundary.launcher import ONE_THREAD
from grader.inert import inert_line

PATIENCE = 10.0
"""Seconds in which a job that was told to end cleans up."""
BEGIN = """
import json
import runpy
import sys
sys.path[:] = json.loads(sys.argv[1])
runpy.run_module("grader.batch.job", run_name="__main__")
"""
SECRET = frozenset({"GRADER_GRADEBOOK", "PGPASSWORD", "PGPASSFILE"})
"""Variables with a database's password in them, or with the way to it."""
LAST_WORDS = 4096
SLOWEST, RECORDING = 10, 1200.0
"""After so many budgets, and the seconds that all examples may take to be drawn, a job that says nothing is ended."""


class JobDied(Exception):
    """A job has ended in the middle of a submission; the argument says how."""


class Job:
    """One process. It has a folder of its own for temporary files, which nothing of it outlives."""

    def __init__(self, opening: Opening) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="grader-job-", ignore_cleanup_errors=True)
        os.chmod(self._folder.name, 0o711)  # workers of another user find theirs in it
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._longest = SLOWEST * opening.settings.budget + RECORDING
        # Nothing is looked for in the current folder, which may be a submission's: as in `grader.__main__`.
        path = json.dumps([entry for entry in sys.path if os.path.isabs(entry)])
        self._process = subprocess.Popen(
            [sys.executable, "-c", BEGIN, path],
            cwd=opening.root,
            env={**_environment(), **ONE_THREAD, "TMPDIR": self._folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            start_new_session=True,  # a Ctrl-C is for who has started it
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        with contextlib.suppress(OSError):
            send(self._in, encoded(opening))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, task: bytes) -> bytes:
        """The reply to a task. Raises JobDied."""
        watch = threading.Timer(self._longest, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            send(self._in, task)
            reply = receive(self._out)
        except (OSError, ValueError):  # a pipe that is broken, or closed by another thread
            reply = None
        finally:
            watch.cancel()
        if reply is None:
            raise JobDied(self._end())
        return reply

    def hush(self) -> None:
        """Have it end, without waiting for it."""
        with contextlib.suppress(OSError):
            self._in.close()

    def close(self) -> None:
        """End it, and all that is left of it."""
        self.hush()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            self._out.close()
        self._words.close()
        self._folder.cleanup()

    def _end(self) -> str:
        """How it ended: its last line, or the signal."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        self._process.kill()
        status = self._process.wait()
        lines: list[str] = []
        with contextlib.suppress(ValueError):  # closed by another thread
            self._words.seek(max(self._words.seek(0, os.SEEK_END) - LAST_WORDS, 0))
            lines = self._words.read().decode(errors="replace").strip().splitlines()
        return how_it_ended(status, lines[-1] if lines else "")


def _environment() -> dict[str, str]:
    """Without what opens the gradebook: a job has no business with it, and runs a submission's processes."""
    return {name: value for name, value in os.environ.items() if name not in SECRET}


def how_it_ended(status: int, words: str) -> str:
    """In the system's words, for the gradebook: `signal 9`, `status 1: MemoryError`."""
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return inert_line(f"{how}: {words}" if words else how, 500)


class Jobs:
    """So many jobs, each given a task by whichever thread comes; one that has died is started again."""

    def __init__(self, opening: Opening, number: int) -> None:
        self._opening = opening
        self._number = number
        self._idle: LifoQueue[Job | None] = LifoQueue()
        self._started: set[Job] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(number):
            self._idle.put(None)

    def start(self) -> None:
        """Have all of them begin to import torch and to collect the suites now."""
        for _ in range(self._idle.qsize()):
            self._idle.get()
        for _ in range(self._number):
            job = None
            with contextlib.suppress(OSError):  # whoever needs it tries once more, and is told why it cannot be
                job = self._new()
            self._idle.put(job)

    def reply(self, task: bytes) -> bytes:
        """What a job says to a task; that it has died, where it has."""
        job = self._idle.get()
        try:
            if job is None or not job.alive:
                self._bury(job)
                job = self._new()
            return job.ask(task)
        except JobDied as died:
            return encoded(Reply(died=str(died)))
        finally:
            if job is not None and not job.alive:
                self._bury(job)
                job = None
            self._idle.put(job)

    @property
    def pids(self) -> list[int]:
        """The processes that are there now."""
        return [job.pid for job in list(self._started)]

    def close(self) -> None:
        """End all of them, in the middle of a submission too."""
        with self._lock:
            self._closed = True
            jobs = list(self._started)
        for job in jobs:
            job.hush()
        for job in jobs:
            self._bury(job)

    def _new(self) -> Job:
        with self._lock:
            if self._closed:
                raise JobDied("closed")
            job = Job(self._opening)
            self._started.add(job)
        return job

    def _bury(self, job: Job | None) -> None:
        with self._lock:
            mine = job is not None and job in self._started
            self._started -= {job} if job else set()
        if mine and job is not None:
            job.close()
