"""A machine that is busy with other work gives the same verdicts: waiting for a processor uses up nobody's time."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from grader.boundary.patience import FAR, Patience, Starved, starved

BURN = "while True: pass"
SLOW = """
import time, torch
def size(number):
    began = time.process_time()
    while time.process_time() - began < 0.4: pass
    return abs(number)
"""
SUITE = """
from grader.suite import exercise
@exercise("size", points=1, title="takes its time")
def test_slow(submission):
    assert submission.size(-2) == 2
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how long a process was kept waiting")


@pytest.fixture
def busy() -> Iterator[None]:
    """Twelve processes that compute, on however many processors."""
    load = [subprocess.Popen([sys.executable, "-S", "-c", BURN]) for _ in range(12)]
    yield
    for process in load:
        process.kill()
        process.wait()


def test_a_slow_answer_counts_on_a_busy_machine_as_on_an_idle_one(toy, busy):
    table = (toy.root / "pyproject.toml").read_text()
    assert "call_seconds = 1.5" in table
    toy.write({"pyproject.toml": table.replace("call_seconds = 1.5", "call_seconds = 0.8")})
    toy.write({"tests/public/test_alpha.py": SUITE, "tests/hidden/test_alpha.py": None})
    began = time.monotonic()
    ends = toy.ends(toy.submission(alpha=SLOW), visibilities=("public",), sections=("alpha",), budget=2.0)
    assert ends == {"test_slow": ("passed", "")}, f"after {time.monotonic() - began:.1f} s"


def test_a_hang_is_a_hang_on_a_busy_machine_too(toy, busy):
    toy.write({"tests/public/test_alpha.py": SUITE, "tests/hidden/test_alpha.py": None})
    began = time.monotonic()
    for hang in ("while True: pass", "time.sleep(60)"):
        text = f"import time\ndef size(number):\n    {hang}\n"
        (status, _) = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))["test_slow"]
        assert status == "timeout"
    assert time.monotonic() - began < 2 * 1.5 * FAR + 20


def test_patience_is_longer_by_what_a_process_was_kept_waiting_and_no_longer():
    idle = Patience(0.1)
    time.sleep(0.12)
    assert idle.left() == 0

    class Waiting(Starved):
        def seconds(self) -> float:
            return 1000.0

    patience = Patience(0.1, Waiting(0))
    time.sleep(0.12)
    assert 0 < patience.left() <= 0.1 * FAR
    time.sleep(0.1 * FAR)
    assert patience.left() == 0


def test_a_process_that_is_not_there_was_never_kept_waiting():
    assert starved(2**22 + 1) == 0.0
