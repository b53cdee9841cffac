"""The suites under plain pytest: the same verdicts by the same boundary, from a terminal or an editor."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import grader

PLUGIN = [] if entry_points(group="pytest11", name="autograto") else ["-p", "grader.plugin"]
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
    path = toy.submission(alpha=text, beta=(toy.root / "exercises" / "beta.py").read_text())
    told = run(toy, "tests/hidden", "--submission", str(path))
    ends = toy.ends(path, diagnose=True)
    assert told.returncode == 1
    ends = {name: end for name, end in ends.items() if name in words(told.stdout)}
    assert words(told.stdout) == {
        name: "PASSED" if status == "passed" else "FAILED" for name, (status, _) in ends.items()
    }
    for _, message in ends.values():
        assert message in told.stdout
    assert "size · has no sign: failed\nsize(number=-1)\nexpected 1    got -1" in told.stdout
    assert "hint: What of negative numbers?" in told.stdout
    assert "NameError: name 'z' is not defined" in told.stdout
    assert "double_ · doubles in place: crashed" in told.stdout
    assert "descend · goes downhill step by step: not attempted\n___" in told.stdout  # and no hint
    assert not re.search(r"grader/|Traceback|site-packages|def test_|>  |^E  ", told.stdout, re.MULTILINE)


def test_a_suite_that_is_wrong_is_one_sentence(toy):
    toy.write({"tests/hidden/test_beta.py": "def test_x(submission): pass\n"})
    told = run(toy, "tests/hidden")
    assert told.returncode == 4
    assert "ERROR: test_beta.py: test_x does not name its exercise; write @exercise(…) above it." in told.stderr
