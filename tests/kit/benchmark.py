"""The figures of the boundary, in one run: `python tests/kit/benchmark.py`.

Fork to ready, a round trip, calls a second; then a whole submission of s3 (zygote warm, suites collected, examples
drawn) against one plain pytest process that runs the same suite on the same file without any isolation.
"""

import os
import statistics
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import torch

from grader.boundary.launcher import open_launcher
from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.transport import Live, Switch
from grader.boundary.worker import read_reply
from grader.course import read_course
from grader.course.variants import Variant
from grader.runner.collect import Settings, suite_files
from grader.verify.runner import run_bench
from grader.verify.tasks import Task
from grader.wire.frames import unpack
from grader.wire.messages import ModuleSource, requests

COURSE = read_course(Path(__file__).parents[2])
SECTION = "s3_gradient_descent"
SOURCE = (COURSE.solutions / f"{SECTION}.py").read_text(encoding="utf-8")
RUNS = 5


def main() -> None:
    """Print one line a figure."""
    for isolation in ("process", "sandbox"):
        with closing(open_launcher(isolation)) as launcher:
            launcher.worker().end()
            print(f"{isolation:8} fork to ready          {_median(lambda: launcher.worker().end()) * 1e3:8.1f} ms")
            _calls(isolation, launcher)
            warm = _submissions(launcher)
            print(f"{isolation:8} one submission of s3   {warm * 1e3:8.0f} ms")
    plain = _median(_plain, 3)
    print(f"one plain pytest process        {plain * 1e3:8.0f} ms, {plain / warm:.1f} times as long")


def _calls(isolation: str, launcher: object) -> None:
    session = Session(launcher, [ModuleSource("bench", "bench.py", "def same(x):\n    return x\n")])
    subject = Subject(Switch(Live(session, "bench", 5.0), lambda module, name: ""), "bench")
    x = torch.ones(3, 1)
    subject.same(x)
    print(f"{isolation:8} round trip, nothing    {_median(lambda: subject.same(None), 500) * 1e6:8.0f} µs")
    print(f"{isolation:8} round trip, a tensor   {_median(lambda: subject.same(x), 500) * 1e6:8.0f} µs")
    each = _median(lambda: subject.same.map([(x,)] * 50), 50) / 50
    print(f"{isolation:8} calls a second, by 50  {1 / each:8.0f}")
    session.discard()


def _submissions(launcher: object) -> float:
    """Seconds for one submission, the suites collected and the examples drawn."""
    settings = Settings(sections=(SECTION,))
    reference = Task("reference", Variant(SECTION, "", "reference", "", SOURCE, ""))
    seconds: list[float] = []
    run_bench(
        COURSE, suite_files(COURSE, settings), [reference] * (RUNS + 1), settings, launcher,
        lambda task, outcome: seconds.append(outcome.duration),
    )  # fmt: skip
    return statistics.median(seconds[1:])


def _plain() -> None:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run([sys.executable, __file__, "--plain"], env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"the plain run failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


class _Direct(Live):
    """The same face without a process: requests are carried out right here."""

    def __init__(self, server: object) -> None:
        session = Session(None, [])
        super().__init__(session, SECTION, 5.0)
        self._server = server

    def ask(self, asked):
        return [read_reply(self._server._reply(*unpack(one.frame, requests)), one) for one in asked]


class _Fixtures:
    """What the plugin gives, for a plain run."""

    def __init__(self) -> None:
        from grader.worker.serve import Server

        output = sys.stdout, sys.stderr
        self._lines = {}
        for name in ("submission", "reference"):
            server = Server()
            server._loader.add(ModuleSource(SECTION, f"{SECTION}.py", SOURCE))
            self._lines[name] = Switch(_Direct(server), lambda module, name: "")
        sys.stdout, sys.stderr = output

    @pytest.fixture
    def submission(self):
        return Subject(self._lines["submission"], SECTION)

    @pytest.fixture
    def reference(self):
        return Subject(self._lines["reference"], SECTION)


def _run_plain() -> int:
    from grader.runner.pytest_session import PROFILE

    PROFILE.register_profile("plain", PROFILE)
    PROFILE.load_profile("plain")
    suites = [str(path) for path in suite_files(COURSE, Settings(sections=(SECTION,)))]
    return pytest.main([*suites, "-q", "--import-mode=importlib", "-p", "no:cacheprovider"], plugins=[_Fixtures()])


def _median(action, runs: int = 20) -> float:
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    if "--plain" in sys.argv:
        sys.exit(_run_plain())
    main()
