"""The figures of the grader, in one run: `python tests/kit/benchmark.py` (`--quick`: fewer repeats).

Fork to ready, a round trip, calls a second; a whole submission of s3 (zygote warm, suites collected, examples drawn)
against one plain pytest process that runs the same suites on the same file and calls its functions directly; a class,
one section many times over, with the time for each and the memory before and after; the threads that it takes.
"""

import os
import statistics
import subprocess
import sys
import time
import types
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.boundary.answers import Gradients, Observation, same
from grader.boundary.launcher import open_launcher
from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.transport import Live
from grader.course import read_course
from grader.intake import read_submission
from grader.runner import hypothesis_internals
from grader.runner.collect import collect, suite_files
from grader.runner.grade import Settings, grade
from grader.runner.workers import Workers, open_workers, seldom_collected
from grader.wire.messages import ModuleSource

COURSE = read_course(Path(__file__).parents[2])
SECTION = "s3_gradient_descent"
FILE = COURSE.solutions / f"{SECTION}.py"
QUICK = "--quick" in sys.argv
CLASS = 60 if QUICK else 600
SETTLED = 20
"""Submissions after which memory counts: by then everything has been asked once."""


def main() -> None:
    """Print one line a figure."""
    for isolation in ("process", "sandbox"):
        with closing(open_launcher(isolation)) as launcher:
            launcher.worker().end()
            print(f"{isolation:8} fork to ready          {_median(lambda: launcher.worker().end()) * 1e3:8.1f} ms")
            _calls(isolation, launcher)
            with open_workers(COURSE, launcher=launcher) as workers:
                warm = _class(isolation, workers)
    plain = _median(_plain, 3)
    print(f"one plain pytest process        {plain * 1e3:8.0f} ms, {plain / warm:.1f} times as long")


def _calls(isolation: str, launcher: Any) -> None:
    session = Session(launcher, [ModuleSource("bench", "bench.py", "def same(x):\n    return x\n")])
    subject = Subject(Live(session, "bench", 5.0), "bench")
    x = torch.ones(3, 1)
    subject.same(x)
    print(f"{isolation:8} round trip, nothing    {_median(lambda: subject.same(None), 500) * 1e6:8.0f} µs")
    print(f"{isolation:8} round trip, a tensor   {_median(lambda: subject.same(x), 500) * 1e6:8.0f} µs")
    each = _median(lambda: subject.same.map([(x,)] * 50), 50) / 50
    print(f"{isolation:8} calls a second, by 50  {1 / each:8.0f}")
    session.discard()


def _class(isolation: str, workers: Workers) -> float:
    """Seconds for one submission of many; prints that, the memory that they take, and the threads."""
    suite, submission = collect(COURSE, (SECTION,)), read_submission(FILE, COURSE)
    seconds: list[float] = []
    with seldom_collected():
        for number in range(CLASS + 1):
            started = time.perf_counter()
            grade(submission, suite, workers, Settings())
            seconds.append(time.perf_counter() - started)
            if number == SETTLED:
                before = _resident_mib()
    warm = statistics.median(seconds[1:])
    print(f"{isolation:8} one submission of s3   {warm * 1e3:8.0f} ms, the median of {CLASS}")
    grown = _resident_mib() - before
    print(f"{isolation:8} memory, of {SETTLED} and {CLASS:5}  {before:8.0f} MiB, {grown:+.1f} MiB")
    print(f"{isolation:8} threads that compute   {torch.get_num_threads():8}")
    return warm


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _median(action: Callable[[], object], runs: int = 20) -> float:
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


# ── the plain process ────────────────────────────────────────────────────────────────────────────────────────


def _plain() -> None:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--plain"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the plain run failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


class DirectFunction:
    """A function with the face that suites know, called in this process."""

    def __init__(self, function: Callable[..., Any], cotangent: torch.Tensor | None = None) -> None:
        self._function = function
        self._cotangent = cotangent

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)

    def map(self, arguments: Any) -> list[Any]:
        return [self._function(*args) for args in arguments]

    def options(self, cotangent: torch.Tensor) -> "DirectFunction":
        return DirectFunction(self._function, cotangent)

    def observe(self, *args: Any, **kwargs: Any) -> Observation:
        before = [arg.detach().clone() if isinstance(arg, torch.Tensor) else arg for arg in args]
        answer = self._function(*args, **kwargs)
        now = [arg.detach() if isinstance(arg, torch.Tensor) else arg for arg in args]
        changed = tuple(f"argument {n}" for n, pair in enumerate(zip(before, now, strict=True), 1) if not same(*pair))
        return Observation(answer, list(args), kwargs, changed, (), (), "", (), ())

    def gradients(self, *args: Any) -> Gradients:
        inputs = [arg for arg in args if isinstance(arg, torch.Tensor) and arg.requires_grad]
        answer = self._function(*args)
        weights = torch.ones_like(answer) if self._cotangent is None else self._cotangent
        found = torch.autograd.grad(answer, inputs, weights.reshape(answer.shape), allow_unused=True)
        return Gradients(answer.detach(), list(found))


class DirectSubject:
    """A module whose functions are called directly."""

    def __init__(self) -> None:
        self._module = types.ModuleType(SECTION)
        exec(compile(FILE.read_text(encoding="utf-8"), str(FILE), "exec"), self._module.__dict__)

    def __getattr__(self, name: str) -> DirectFunction:
        return DirectFunction(getattr(self._module, name))


class PlainFixtures:
    """What the suites' fixtures are in a plain run."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "exercise: what a test is about")

    @pytest.hookimpl(hookwrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        with hypothesis_internals.settings_of_suites():
            yield

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if isinstance(item, pytest.Function) and hypothesis_internals.is_hypothesis_test(item.obj):
                hypothesis_internals.settle(item.obj)

    @pytest.fixture(scope="session")
    def submission(self) -> DirectSubject:
        return DirectSubject()

    @pytest.fixture(scope="session")
    def reference(self) -> DirectSubject:
        return DirectSubject()


def _run_plain() -> int:
    suites = [str(path) for path in suite_files(COURSE, (SECTION,), ("public", "hidden"))]
    return pytest.main([*suites, "-q", "--import-mode=importlib", "-p", "no:cacheprovider"], plugins=[PlainFixtures()])


if __name__ == "__main__":
    if "--plain" in sys.argv:
        sys.exit(_run_plain())
    main()
