"""The suites under plain pytest: the same verdicts by the same boundary, from a terminal or an editor."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import grader

PLUGIN = [] if entry_points(group="pytest11", name="autograto") else ["-p", "grader.suite.plugin"]
WRONG = {
    "return abs(number)": "return number",
    "2 * torch.mean((W": "2 * z.mean((W",
    "return t.mul_(2)": "import os; os._exit(3)",
}


def run(toy, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`pytest` in the toy course's folder, as a person types it."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *PLUGIN, "--import-mode=importlib", "-rA", *arguments],
        cwd=toy.root,
        env={**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1]), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def words(out: str) -> dict[str, str]:
    """What pytest's summary says of each test."""
    return {name: word for word, name in re.findall(r"^(PASSED|FAILED) \S+::(\S+)", out, re.MULTILINE)}


def test_the_verdicts_are_those_of_the_command_and_say_nothing_of_the_engine(toy):
    text = (toy.root / "solutions" / "alpha.py").read_text()
    for right, slip in WRONG.items():
        text = text.replace(right, slip)
    path = toy.submission(alpha=text, beta=None)
    told = run(toy, "tests/hidden", "--submission", str(path))
    ends = toy.ends(path, visibilities=("hidden",))
    assert told.returncode == 1
    assert words(told.stdout) == {
        name: "PASSED" if status == "passed" else "FAILED" for name, (status, _) in ends.items()
    }
    for _, message in ends.values():
        assert message in told.stdout
    assert "size · has no sign: failed\nsize(number=-1)\nexpected 1    got -1" in told.stdout
    assert "hint  What of negative numbers?" in told.stdout
    assert "NameError: name 'z' is not defined" in told.stdout
    assert "double_ · doubles in place: crashed" in told.stdout
    assert not re.search(r"grader/|Traceback|site-packages|def test_|>  |^E  ", told.stdout, re.MULTILINE)


def test_without_a_submission_it_is_about_the_exercises(toy):
    told = run(toy, "tests/public")
    assert told.returncode == 1
    assert set(words(told.stdout).values()) == {"FAILED"}
    assert told.stdout.count(": not attempted") >= 3
    assert "hint" not in told.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--submission", "nowhere"], "nowhere is not there. Give a folder with section files, or one of them."),
        ([], "test_beta.py: test_x does not say its exercise; write @exercise(…) above it."),
    ],
)
def test_what_is_wrong_is_one_sentence(toy, arguments, sentence):
    if not arguments:
        toy.write({"tests/hidden/test_beta.py": "def test_x(submission): pass\n"})
    told = run(toy, "tests/hidden", *arguments)
    assert told.returncode in (1, 4)
    assert sentence in told.stdout + told.stderr
    assert "Traceback" not in told.stdout + told.stderr
