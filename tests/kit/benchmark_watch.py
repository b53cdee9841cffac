"""From a save to the verdict in `grader watch`: `python tests/kit/benchmark_watch.py [TIMES]`.

The command runs as it does for a student, in a copy of the course, with a pipe in the place of the terminal. Each
exercise is saved so many times, wrong and right in turn. What is measured begins before the new file takes the place of
the old one, and ends when the verdict has been read. One line an exercise, and the median of all.
"""

import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

COURSE = Path(__file__).parents[2]
TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 10
EXERCISES = [
    ("s1_tensors", "slices"),
    ("s1_tensors", "stack"),
    ("s3_gradient_descent", "update"),
    ("s3_gradient_descent", "largest_stable_lr"),
    ("s5_logistic_regression", "accuracy"),
    ("s6_modules", "softmax"),
]


def main() -> None:
    """Print one line an exercise, and the medians."""
    right, wrong = [], []
    with tempfile.TemporaryDirectory() as folder, _watching(Path(folder)) as (exercises, process):
        for section, exercise in EXERCISES:
            file = exercises / f"{section}.py"
            text = file.read_text(encoding="utf-8")
            slow, quick = [], []
            for _ in range(TIMES):
                slow.append(_seconds(process, file, _wrong(text, exercise), exercise))
                quick.append(_seconds(process, file, text, exercise))
            print(f"{section}/{exercise:20} right {_ms(quick)}   wrong {_ms(slow)}")
            right += quick
            wrong += slow
    print(f"median of all, right {_ms(right)}   wrong {_ms(wrong)}")


@contextlib.contextmanager
def _watching(folder: Path) -> Iterator[tuple[Path, "subprocess.Popen[str]"]]:
    """The command at work in a copy of the course whose exercises are solved, when it has said so."""
    shutil.copy(COURSE / "pyproject.toml", folder)
    for name in ("solutions", "tests/public", "tests/hidden"):
        shutil.copytree(COURSE / name, folder / name)
    shutil.copytree(COURSE / "solutions", folder / "exercises")
    command = [sys.executable, "-m", "grader", "watch"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        _until(process, re.compile("All public tests pass"))
        try:
            yield folder / "exercises", process
        finally:
            process.terminate()


def _seconds(process: "subprocess.Popen[str]", file: Path, text: str, exercise: str) -> float:
    """Seconds from a save to the verdict."""
    draft = file.with_suffix(".tmp")
    draft.write_text(text, encoding="utf-8")
    time.sleep(0.3)
    began = time.perf_counter()
    os.replace(draft, file)
    _until(process, re.compile(rf"[✓✗] .*\b{exercise}:"))
    return time.perf_counter() - began


def _until(process: "subprocess.Popen[str]", line: "re.Pattern[str]") -> None:
    assert process.stdout is not None
    for said in process.stdout:
        if line.search(said):
            return
    raise SystemExit(f"grader watch ended with {process.wait()}")


def _wrong(text: str, exercise: str) -> str:
    """The text with an exercise that gives nothing back."""
    return re.sub(rf"(def {exercise}\(.*?)    # >>> .*?# <<<", r"\1    return None", text, count=1, flags=re.DOTALL)


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:5.0f} ms"


if __name__ == "__main__":
    main()
