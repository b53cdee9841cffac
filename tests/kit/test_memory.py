"""The trusted side's memory does not grow with what a submission answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import grader

SUITE = """
import pytest
from hypothesis import given
from grader.suite import columns, exercise, one_number, weights

@exercise("slope", points=1, title="is the slope of the cost")
@pytest.mark.parametrize("case", range(8))
@given(W=weights(), data=columns())
def test_slope(submission, reference, case, W, data):
    assert submission.slope(W, *data) == one_number(reference.slope(W, *data))
"""
LARGE = "import torch\ndef slope(W, x, y):\n    return torch.zeros(310_000)\n"
LARGER = "import torch\ndef slope(W, x, y):\n    return torch.zeros(4_000_000, dtype=torch.float64)\n"
"""Too large for fifty answers in one message, and not for one by one, while the smallest example is looked for."""

MORE_KIB = 250 * 1024
"""What one test's answers may take: 64 MiB as they come, and again as tensors, with what the allocator keeps."""


def peak(command: list[str], cwd: Path) -> int:
    """The most memory that the command had, in KiB."""
    environment = {**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1])}
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL)
    return os.wait4(process.pid, 0)[2].ru_maxrss


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has other units elsewhere")
@pytest.mark.parametrize(("text", "cases"), [(LARGE, 8), (LARGER, 1)], ids=["ahead", "live"])
def test_answers_of_megabytes_are_not_kept(toy, text, cases):
    suite = SUITE.replace("range(8)", f"range({cases})")
    command = [sys.executable, "-m", "grader", "grade", "PATH", "--isolation", "process", "--quiet", "-s", "alpha"]
    toy.write({"tests/hidden/test_alpha.py": suite, "tests/public/test_alpha.py": None})
    peaks = []
    for path in (toy.root / "solutions", toy.submission(alpha=text)):
        command[4] = str(path)
        peaks.append(peak(command, toy.root))
    assert peaks[1] < peaks[0] + MORE_KIB
