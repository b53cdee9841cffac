"""A cluster: the same function, run by Dask's executor, with a job of its own for each thread of a Dask worker.

A run needs the main thread of its process, and a Dask worker's is taken: so it is a child of that process, which stays
from one submission to the next and ends with it. The course is sent to each worker once, as an archive; Dask sends it
to those as well that join later. What a lost worker was doing is done again elsewhere, by Dask.
"""

import contextlib
import functools
import logging
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from distributed import Client, Worker, WorkerPlugin, get_worker

from grader.batch.messages import Opening, Reply, Settings, encoded
from grader.batch.place import Place
from grader.batch.process import Jobs
from grader.batch.shipment import difference, digest, kit, packed, unpacked
from grader.course import Course
from grader.errors import EngineError, GraderError, UsageError
from grader.inert import inert_line
from grader.texts import Message

CONNECT_SECONDS = 10.0
ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?[^\s/]+:\d{1,5}")


class Branch(WorkerPlugin):
    """What a Dask worker has of a run: the course in a private folder, and the jobs."""

    def __init__(self, archive: bytes, settings: Settings, wanted: dict[str, str]) -> None:
        self.name = f"grader-{digest(archive + encoded(settings))[:32]}"
        self._archive = archive
        self._settings = settings
        self._wanted = wanted
        self._jobs: Jobs | None = None
        self._folder: Path | None = None
        self._problem: Message | None = None

    def setup(self, worker: Worker) -> None:
        """Unpack the course; a worker of another version is to grade nobody."""
        wrong = refusal(worker.address, self._wanted, kit())
        if wrong:
            self._problem = wrong.message
            return
        self._folder = unpacked(self._archive, Path(worker.local_directory))
        self._jobs = Jobs(Opening(str(self._folder), self._settings), worker.state.nthreads)

    def teardown(self, worker: Worker) -> None:
        """Leave nothing behind."""
        if self._jobs:
            self._jobs.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def reply(self, task: bytes) -> bytes:
        if self._jobs is None:
            return encoded(Reply(problem=self._problem))
        return self._jobs.reply(task)


def graded(name: str, task: bytes) -> bytes:
    """What a job of this Dask worker says to a task."""
    branch = get_worker().plugins[name]
    assert isinstance(branch, Branch)
    return branch.reply(task)


@contextlib.contextmanager
def cluster(course: Course, settings: Settings, address: str) -> Iterator[Place]:
    """The workers of a Dask scheduler. Raises UsageError and EngineError where there are none that could grade."""
    archive = packed(course)
    with _connected(address) as client:
        here = kit()
        for worker, there in client.run(kit, on_error="return").items():
            if wrong := refusal(worker, here, there):
                raise wrong
        branch = Branch(archive, settings, here)
        try:
            client.register_plugin(branch)
        except Exception as error:  # whatever a worker's disk or Dask has raised over there
            raise EngineError("cluster_refuses", address=address, problem=inert_line(str(error))) from None
        try:
            yield _place(client, branch.name)
        finally:
            with contextlib.suppress(Exception):  # the scheduler may have gone
                client.unregister_worker_plugin(branch.name)


def _place(client: Any, name: str) -> Place:
    threads: dict[str, int] = client.nthreads()

    def at(worker: str, task: bytes) -> "Future[bytes]":
        # Others may, where it has gone meanwhile: else nobody would ever answer.
        there = client.get_executor(pure=False, workers=[worker], allow_other_workers=True)
        future: Future[bytes] = there.submit(graded, name, task)
        return future

    return Place(
        executor=client.get_executor(pure=False),
        function=functools.partial(graded, name),
        width=sum(threads.values()),
        gates=[functools.partial(at, worker) for worker in sorted(threads)],
        alive=lambda: client.status == "running" and bool(client.nthreads()),
    )


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of a scheduler that has workers."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said by us, once
    shown = inert_line(address)
    if not ADDRESS.fullmatch(address):
        raise UsageError("cluster_address_wrong", address=shown)
    try:
        open_client: Any = Client  # without types
        client = open_client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise EngineError("cluster_not_there", address=shown, problem=inert_line(_first_line(error))) from None
    with contextlib.closing(client):
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (TimeoutError, OSError):
            raise EngineError("cluster_without_workers", address=shown) from None
        yield client


def refusal(worker: str, here: dict[str, str], there: object) -> GraderError | None:
    """Why a worker is refused, None for one that has what is here."""
    if not isinstance(there, dict):
        return EngineError("cluster_without_kit", worker=worker, version=here["grader"])
    found = difference(here, there)
    if found is None:
        return None
    name, ours, theirs = found
    if name == "files":
        return EngineError("cluster_other_files", worker=worker, version=here["grader"])
    if not theirs:
        return EngineError("cluster_lacks", worker=worker, name=name, ours=ours)
    return EngineError("cluster_other_version", worker=worker, name=name, ours=ours, theirs=inert_line(theirs))


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
