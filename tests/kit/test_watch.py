"""`grader watch`: which exercises a save touches, which is next, and the command at a terminal and in a pipe."""

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import descendants, running_after

from grader.failure import Failure
from grader.forbidden import read_sources
from grader.verdict import Status, Verdict
from grader.watch.changes import Fingerprint, snapshot
from grader.watch.progress import Progress

FILE = """
    import torch
    from lib import scaled

    RATE = 0.1
    TABLE = {}


    def halve(x: torch.Tensor) -> torch.Tensor:
        return x / 2


    def cost(x: torch.Tensor) -> torch.Tensor:
        return halve(x).mean()


    def step(x: torch.Tensor) -> torch.Tensor:
        return x - RATE * cost(x)


    def scale(x: torch.Tensor) -> torch.Tensor:
        return scaled(x)


    class Model(torch.nn.Module):
        def forward(self, x):
            return x + 1


    def later(x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError


    if __name__ == "__main__":
        print(cost(torch.ones(2)))
"""
LIB = "def scaled(x):\n    return x * 2\n"
NAMES = ("cost", "step", "scale", "Model", "later")
WRITTEN = {"cost", "step", "scale", "Model"}


def touched(old: dict[str, str], new: dict[str, str]) -> set[str]:
    """The exercises that are checked where files of this text become files of that one, and all were right before."""
    exercises = [("s1", name) for name in NAMES]
    before, after = (
        read_sources((name, f"{name}.py", textwrap.dedent(text)) for name, text in files.items())
        for files in (old, new)
    )
    first = snapshot(before, exercises)
    then = snapshot(after, exercises, first)
    assert then == snapshot(after, exercises)  # what is kept of the first is what it would be
    verdicts = [verdict(name, Status.PASSED) for name in NAMES]
    progress = Progress(tuple(exercises)).checked_again(verdicts, first.prints)
    return {name for _, name in progress.touched(then.prints)}


def verdict(exercise: str, status: Status, kind: Any = "wrong_value", section: str = "s1", test: str = "t") -> Verdict:
    failure = Failure(kind) if status in (Status.FAILED, Status.ERROR) else None
    return Verdict(f"public/{section}::test_{exercise}_{test}", section, exercise, "", "public", 1.0, status, failure)


CHANGES = {
    "nothing": ("", "", set()),
    "a comment": ("    RATE", "    # how fast\n    RATE", set()),
    "a call below the guard": ("print(cost", "print(step", set()),
    "a constant that nobody uses": ("    TABLE = {}", "    TABLE = {}\n    EPSILON = 1e-8", set()),
    "one exercise": ("RATE * cost", "2 * RATE * cost", {"step"}),
    "an exercise that another uses": ("halve(x).mean()", "halve(x).sum()", {"cost", "step"}),
    "a helper": ("x / 2", "x / 3", {"cost", "step"}),
    "a constant": ("RATE = 0.1", "RATE = 0.2", {"step"}),
    "a method": ("x + 1", "x + 2", {"Model"}),
    "a stub that is written": ("raise NotImplementedError", "return x", {"later"}),
    "a call at the top": ("    TABLE = {}", "    TABLE = {}\n    torch.manual_seed(1)", WRITTEN),
    "an import": ("import torch\n", "import torch\n    import math\n", WRITTEN),
    "a value that could fail": ("TABLE = {}", "TABLE = missing", WRITTEN),
    "an annotation that could fail": ("def halve(x: torch.Tensor)", "def halve(x: Tensor)", WRITTEN),
    "a name put on a class from outside": ("    TABLE = {}", "    TABLE = {}\n    Model.forward = len", {"Model"}),
    "an exercise that is gone": ("def cost", "def costs", {"cost", "step"}),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_touches_the_exercises_that_reach_it(change):
    old, new, expected = CHANGES[change]
    assert touched({"s1": FILE, "lib": LIB}, {"s1": FILE.replace(old, new, 1), "lib": LIB}) == expected


def test_a_change_in_another_file_touches_the_exercises_that_import_it():
    assert touched({"s1": FILE, "lib": LIB}, {"s1": FILE, "lib": LIB.replace("2", "3")}) == {"scale"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"s1": FILE.replace("x / 2", "x /"), "lib": LIB}, set()),  # a syntax error says nothing of an exercise
        ({"s1": FILE, "lib": "def scaled(x"}, set()),
        ({"lib": LIB}, set(NAMES)),  # and a file that is gone says it of all
    ],
)
def test_a_file_that_cannot_be_read_touches_nothing(files, expected):
    assert touched({"s1": FILE, "lib": LIB}, files) == expected


def test_what_is_wrong_is_checked_again_where_only_its_lines_have_moved():
    def of(code: str, lines: str, file: str = "") -> dict[tuple[str, str], Fingerprint]:
        return {("s1", "a"): Fingerprint(code, lines, file)}

    start = Progress((("s1", "a"),))
    wrong = start.checked_again([verdict("a", Status.FAILED)], of("x", "1"))
    right = start.checked_again([verdict("a", Status.PASSED)], of("x", "1"))
    broken = start.checked_again([verdict("a", Status.ERROR, "import_raised")], of("x", "1", "old"))
    assert wrong.touched(of("x", "2")) == (("s1", "a"),)
    assert right.touched(of("x", "2")) == ()
    assert broken.touched(of("x", "1", "new")) == (("s1", "a"),)  # any line of the file may have been the wrong one


ORDER = (("s1", "a"), ("s1", "b"), ("s2", "c"), ("s2", "d"))
P, F, N = Status.PASSED, Status.FAILED, Status.NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("ends", "then", "focus"),
    [
        ({"a": N, "b": N, "c": N, "d": N}, {}, "a"),  # nothing is written yet: the first
        ({"a": P, "b": N, "c": F, "d": N}, {}, "c"),  # what is wrong comes before what is not written
        ({"a": P, "b": P, "c": P, "d": P}, {}, None),
        ({"a": P, "b": F, "c": N, "d": N}, {"b": P}, "c"),  # mended: on to what comes behind it
        ({"a": P, "b": F, "c": N, "d": N}, {"c": F}, "c"),  # what was saved is what one wants to see
        ({"a": N, "b": P, "c": N, "d": N}, {"d": P}, "a"),  # behind the last one it begins again
        ({"a": P, "b": F, "c": N, "d": N}, {"c": N}, "b"),  # a stub that was looked at changes nothing
    ],
)
def test_which_exercise_is_next(ends, then, focus):
    progress = Progress(ORDER)
    sections = {name: section for section, name in ORDER}
    for news in filter(None, (ends, then)):
        progress = progress.checked_again(
            [verdict(name, end, section=sections[name]) for name, end in news.items()], {}
        )
    assert (progress.focus and progress.focus[1]) == focus
    assert progress.done == (focus is None)


def test_the_key_n_goes_round_what_is_not_done():
    progress = Progress(ORDER).checked_again([verdict("b", P), verdict("a", F), verdict("c", N, section="s2")], {})
    seen = []
    for _ in range(4):
        progress = progress.further()
        seen.append(progress.focus[1])
    assert seen == ["c", "d", "a", "c"]


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Watching:
    """`grader watch` in a toy course, at a terminal or in a pipe; what it says is read as it comes."""

    def __init__(self, root: Path, terminal: bool, *arguments: str) -> None:
        command = [sys.executable, "-m", "grader", "watch", *arguments]
        settings: dict[str, Any] = {
            "cwd": root,
            "env": {**os.environ, "COLUMNS": "60", "TERM": "xterm", "NO_COLOR": "1"},
        }
        self.said = ""
        if terminal:
            import fcntl
            import pty
            import termios

            def take() -> None:  # so that Ctrl-C comes as a signal
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)

            self.end, theirs = pty.openpty()
            self.before = termios.tcgetattr(theirs)
            self.theirs = theirs
            self.process = subprocess.Popen(
                command,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
                preexec_fn=take,
                **settings,
            )
        else:
            self.end, theirs = os.pipe()
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, **settings)
            os.close(theirs)

    def until(self, pattern: str, seconds: float = 60) -> str:
        """What is said from now on, up to the words that are waited for, and the rest of what comes with them."""
        until = time.monotonic() + seconds
        while not (found := re.search(pattern, self.said)) and time.monotonic() < until:
            if select.select([self.end], [], [], 0.1)[0]:
                try:
                    data = os.read(self.end, 65536)
                except OSError:  # on Linux the end of a terminal
                    data = b""
                if not data:
                    break
                self.said += data.decode(errors="replace").replace("\r\n", "\n")
        found = found or re.search(pattern, self.said)
        assert found, f"waited for {pattern!r}: {self.said}"
        said, self.said = self.said[: found.end()], self.said[found.end() :]
        return said

    def press(self, key: str) -> None:
        os.write(self.end, key.encode())


@contextlib.contextmanager
def watching(root: Path, terminal: bool, *arguments: str) -> Iterator[Watching]:
    watched = Watching(root, terminal, *arguments)
    try:
        yield watched
    finally:
        watched.process.kill()
        watched.process.wait()
        os.close(watched.end)
        if terminal:
            os.close(watched.theirs)


def save(file: Path, old: str, new: str) -> None:
    """Save as many editors do: a new file takes the place of the old one."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    draft = file.with_name(f".{file.name}.tmp")
    draft.write_text(text.replace(old, new, 1), encoding="utf-8")
    os.replace(draft, file)


RIGHT, SUM = "return 2 * torch.mean((W * x - y) * x)", "return 2 * torch.sum((W * x - y) * x)"
STUB = "raise NotImplementedError"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_at_a_terminal(toy):
    """The whole way: what is next, a save, a hint, a syntax error, what follows, and the end."""
    import termios

    alpha = toy.root / "exercises/alpha.py"
    with watching(toy.root, terminal=True) as watched:
        first = watched.until("q quit")
        assert re.search(r"Next: slope \(exercises/alpha\.py:\d+\)", first)
        assert "0 of 3 exercises done" in first
        save(alpha, STUB, SUM)
        wrong = watched.until("q quit")
        assert "\x1b[2J" in wrong
        assert "✗ alpha · slope: 0 of 1 test passed" in wrong
        assert re.search(r"expected -9\.333333 +got -28", wrong)
        assert "Is it a sum or a mean?" not in wrong
        watched.press("h")
        assert "Is it a sum or a mean?" in watched.until("q quit")
        save(alpha, SUM, "return 2 * torch.mean((W * x - y) * x")
        unread = watched.until("q quit")
        assert "alpha.py, line" in unread
        assert re.search(r"expected -9\.333333 +got -28", unread)  # the last result stays
        watched.press("n")
        assert "Next: size" in watched.until("q quit")
        alpha.write_text(alpha.read_text().replace("return 2 * torch.mean((W * x - y) * x", RIGHT))  # in its place
        right = watched.until("q quit")
        assert "✓ alpha · slope: 1 of 1 test passed" in right
        assert "Next: size" in right
        watched.press("\r")
        assert "Next: size" in watched.until("q quit")
        workers = descendants(watched.process.pid)
        watched.press("q")
        assert watched.process.wait(20) == 0
        assert termios.tcgetattr(watched.theirs) == watched.before
        assert workers
        assert not running_after(workers, 10)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_in_a_pipe(toy):
    """Verdicts as lines, with their hints; another file, a file that is gone, other suites; Ctrl-C."""
    alpha, beta = toy.root / "exercises/alpha.py", toy.root / "exercises/beta.py"
    with watching(toy.root, terminal=False) as watched:
        assert "\x1b" not in watched.until("Next: slope")
        save(alpha, STUB, RIGHT)
        assert "✓ alpha · slope" in watched.until("Next: size")
        save(beta, STUB, "return W - lr * slope(W, x, y)")
        assert "✓ beta · descend" in watched.until("Next: size")
        save(alpha, RIGHT, SUM)
        reached = watched.until("hint  Is it a sum or a mean")  # what beta imports of alpha is wrong now
        assert "✗ alpha · slope" in reached
        assert "✗ beta · descend" in reached
        beta.rename(beta.with_suffix(".txt"))
        watched.until(r"beta\.py is missing")
        suite = toy.root / "tests/public/test_alpha.py"
        suite.write_text(suite.read_text().replace("Is it a sum", "Could it be a sum"))
        watched.until("Collecting the tests again")
        watched.until("Could it be a sum or a mean")
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(20) == 130
        watched.until("$")
        assert "Traceback" not in watched.said


def test_without_watchfiles(toy, monkeypatch, capsys):
    from grader.cli import main, watch

    monkeypatch.setattr(watch, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        main(["watch", "--course", str(toy.root)])
    assert ended.value.code == 3
    assert "pip install watchfiles" in capsys.readouterr().err


def test_an_unknown_section(toy, capsys):
    from grader.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["watch", "gamma", "--course", str(toy.root)])
    assert ended.value.code == 2
    assert "gamma" in capsys.readouterr().err
