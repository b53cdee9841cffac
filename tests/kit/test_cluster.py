"""A class on a cluster: a real Dask scheduler and two worker processes, one of which is killed halfway."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

from grader.batch.cluster import cluster
from grader.batch.messages import Settings
from grader.batch.outcomes import check_reference, outcomes
from grader.batch.place import this_machine
from grader.course import read_course
from grader.errors import EngineError
from grader.intake import Submission, read_submission

HERE = Path(__file__).parent
SECONDS = 60.0
SETTINGS = Settings((), ("public", "hidden"), 0, 60.0, "process")
OLDER = """
import sys
import grader
grader.__version__ = "0.0.1"
from distributed.cli.dask_worker import main
main()
"""


class Cluster:
    """A scheduler, and the workers that one starts."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "-m",
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--scheduler-file",
            file,
            "--no-dashboard",
        )
        wait_until(lambda: file.is_file() and file.read_text().endswith("}"))
        self.address = json.loads(file.read_text())["address"]

    def worker(self, *program: object) -> "subprocess.Popen[bytes]":
        """A worker with one thread, in a process of its own that nobody starts again."""
        return self._start(
            *(program or ("-m", "distributed.cli.dask_worker")),
            self.address, "--host", "127.0.0.1", "--nthreads", "1",
            "--no-nanny", "--no-dashboard", "--local-directory", self._folder,
        )  # fmt: skip

    def _start(self, *arguments: object) -> "subprocess.Popen[bytes]":
        with (self._folder / "dask.log").open("ab") as log:
            process = subprocess.Popen([sys.executable, *map(str, arguments)], stdout=log, stderr=log)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


@contextmanager
def a_cluster(folder: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(folder, stack)


def wait_until(true: Any) -> None:
    until = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("cluster") / "course"
    shutil.copytree(HERE / "toy", root)
    return read_course(root)


def submissions_of(course: Any, folder: Path, number: int) -> list[Submission]:
    """Each another: right, wrong, or one that crashes."""
    changes = [
        ("MARK = 5", "MARK = {}"),
        ("return abs(number)", "return number + {}"),
        ("return abs(number)", "import os\n    os._exit({})"),
    ]
    found = []
    for place in range(number):
        own = folder / f"s{place:02}"
        shutil.copytree(course.solutions, own)
        old, new = changes[place % len(changes)]
        path = own / "alpha.py"
        path.write_text(path.read_text().replace(old, new.format(place + 1)))
        found.append(read_submission(own, course))
    return found


def graded(place: Any, course: Any, submissions: list[Submission], halfway: Any = lambda: None) -> dict[int, Any]:
    """All results without their durations; `halfway` is done when some are there and others are under way."""
    check_reference(place, course)
    found = {}
    for number, outcome in outcomes(place, course, submissions):
        assert outcome.result, outcome.error
        sections = tuple(
            replace(section, tests=tuple(replace(test, duration=0.0) for test in section.tests))
            for section in outcome.result.sections
        )
        found[number] = replace(outcome.result, duration=0.0, sections=sections)
        if len(found) == 3:
            halfway()
    return found


def test_a_cluster_that_loses_a_worker_gives_what_one_machine_gives(course, tmp_path):
    submissions = submissions_of(course, tmp_path, 12)
    with this_machine(course, SETTINGS, 1) as place:
        expected = graded(place, course, submissions)
    with a_cluster(tmp_path) as dask:
        first, second = dask.worker(), dask.worker()
        wait_for_workers(dask.address, 2)
        with cluster(course, SETTINGS, dask.address) as place:
            assert place.width == 2
            courses = list(tmp_path.rglob("grader-course-*"))
            assert [path.stat().st_mode & 0o777 for path in courses] == [0o700, 0o700]
            found = graded(place, course, submissions, lambda: first.send_signal(signal.SIGKILL))
        assert first.wait() == -signal.SIGKILL
        assert second.poll() is None
        left = [path for path in tmp_path.rglob("grader-course-*") if any(path.iterdir())]
        assert len(left) == 1, "what the lost worker had is Dask's to remove"
    assert found == expected


def test_a_worker_with_another_version_is_refused(course, tmp_path):
    with a_cluster(tmp_path) as dask:
        dask.worker("-c", OLDER)
        wait_for_workers(dask.address, 1)
        with pytest.raises(EngineError) as caught, cluster(course, SETTINGS, dask.address):
            pass
    said = str(caught.value)
    assert said.endswith("has grader 0.0.1, and this machine 0.1.0. Install the same version there.")
    assert said.startswith("the cluster's worker tcp://127.0.0.1:")


@pytest.mark.slow
def test_a_worker_of_another_version_that_joins_later_grades_nobody(course, tmp_path):
    with a_cluster(tmp_path) as dask:
        good = dask.worker()
        wait_for_workers(dask.address, 1)
        with cluster(course, SETTINGS, dask.address) as place:
            dask.worker("-c", OLDER)
            wait_for_workers(dask.address, 2)
            good.kill()
            with pytest.raises(EngineError, match=r"has grader 0\.0\.1"):
                graded(place, course, submissions_of(course, tmp_path, 3))


def test_a_cluster_without_workers_is_refused(course, tmp_path, monkeypatch):
    monkeypatch.setattr("grader.batch.cluster.CONNECT_SECONDS", 2.0)
    with (
        a_cluster(tmp_path) as dask,
        pytest.raises(EngineError, match="has no workers"),
        cluster(course, SETTINGS, dask.address),
    ):
        pass


@pytest.mark.slow
def test_a_cluster_that_goes_away_ends_the_run(course, tmp_path):
    with ExitStack() as stack:
        dask = Cluster(tmp_path, stack)
        dask.worker()
        wait_for_workers(dask.address, 1)
        scheduler = dask.scheduler
        with cluster(course, SETTINGS, dask.address) as place, pytest.raises(EngineError, match="the cluster has gone"):
            graded(place, course, submissions_of(course, tmp_path, 8), scheduler.kill)


def wait_for_workers(address: str, number: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=SECONDS)
