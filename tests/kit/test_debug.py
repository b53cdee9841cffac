"""Looking inside one's own code: what a call printed, `grader debug`, and `pytest --in-process`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import grader
from grader.boundary.proxy import Call
from grader.boundary.transport import Log
from grader.course.asked import FOLDER
from grader.failure import Failure, Value
from grader.inprocess import write_script
from grader.scoring import redact, score
from grader.texts import translator

SUM = "2 * torch.mean((W * x - y) * x)", "2 * torch.sum((W * x - y) * x)"
ENVIRONMENT = {
    **os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1]), "NO_COLOR": "1", "COLUMNS": "200",
}  # fmt: skip


def command(toy, *arguments: str, keys: str = "") -> subprocess.CompletedProcess[str]:
    """A command in the toy course's folder, with what is typed meanwhile."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=toy.root, env=ENVIRONMENT, input=keys, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def write_exercise(toy, *changes: tuple[str, str]) -> None:
    """The solution as a student's file, with changes."""
    text = (toy.root / "solutions" / "alpha.py").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (toy.root / "exercises" / "alpha.py").write_text(text)


def test_debug_runs_the_failing_call_here_where_the_debugger_works(toy):
    write_exercise(toy, SUM, ("    return 2", "    breakpoint()\n    return 2"))
    done = command(toy, "-m", "grader", "debug", "alpha", "slope", keys="p W.shape\nc\n")
    assert done.returncode == 0
    assert "exercises/alpha.py(" in done.stdout.replace("\\", "/")
    assert "(Pdb) torch.Size([1])" in done.stdout
    assert "slope · the lecture's example: failed" in done.stderr
    assert "without the sandbox" in done.stderr
    assert "The test fails as before." in done.stderr


def test_debug_writes_the_call_as_a_script_that_runs_by_itself(toy):
    write_exercise(toy, SUM, ("return abs(number)", "return number"))
    assert command(toy, "-m", "grader", "debug", "slope", "--no-stop").returncode == 0
    assert (toy.root / FOLDER / ".gitignore").read_text() == "*\n"
    done = command(toy, f"{FOLDER}/slope.py")
    assert done.stdout.split() == ["expected", "-9.333333015441895", "got", "tensor(-28.)"]


class Case:
    section, exercise, title = "alpha", "slope", "the lecture's example"


class Failed:
    """A test that has failed at one call."""

    case = Case()

    def __init__(self, *arguments: object) -> None:
        log = Log([Call("slope", arguments, {})])
        self.end = type("End", (), {"log": log})()


def written(folder: Path, *arguments: object) -> Path | None:
    failure = Failure("wrong_value", expected=Value("int", text="3"), got=Value("int", text="4"))
    return write_script(Failed(*arguments), failure, folder, folder / "exercises" / "alpha.py", ["n"], translator())


def test_a_script_that_a_student_has_changed_stays(tmp_path):
    first = written(tmp_path, 1)
    assert first == tmp_path / FOLDER / "slope.py"
    assert written(tmp_path, 2) == first, "nobody has changed it"
    assert "slope(n=2)" in first.read_text()
    first.write_text(first.read_text().replace("n=2", "n=5"))
    assert written(tmp_path, 3) == tmp_path / FOLDER / "slope_2.py"
    assert "slope(n=5)" in first.read_text()
    (tmp_path / FOLDER / "slope_2.py").write_bytes(b"\xff")
    assert written(tmp_path, 3) == tmp_path / FOLDER / "slope_3.py"


def test_what_python_cannot_say_has_no_script(tmp_path):
    assert written(tmp_path, object()) is None
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (["alpha", "nothing"], "there are no public tests of 'nothing'; the exercises are slope, size."),
        (["public/alpha::test_nothing"], "there is no public test 'test_nothing'."),
        (["gamma", "slope"], "'gamma' is not a section here"),
    ],
    ids=["exercise", "test", "section"],
)
def test_debug_says_what_there_is_instead_of_a_wrong_name(toy, monkeypatch, capsys, what, said):
    from grader.cli import main

    monkeypatch.chdir(toy.root)
    with pytest.raises(SystemExit) as ended:
        main(["debug", *what])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_pytest_in_process_stops_at_breakpoints_and_says_the_same(toy):
    write_exercise(toy, SUM, ("    return 2", "    breakpoint()\n    print('here I am')\n    return 2"))
    plugin = ["-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib", "--in-process"]
    done = command(toy, *plugin, "tests/public", "-k", "lectures_example", keys="p W.shape\nc\n")
    assert "(Pdb) torch.Size([1])" in done.stdout
    assert "expected -9.333333    got -28.0    (3 times too large)" in done.stdout
    assert done.stdout.count("ran in this process, without the sandbox") == 1


@pytest.mark.parametrize(
    "asked",
    [["tests/hidden"], pytest.param(["tests/public", "--submission", "solutions"], marks=pytest.mark.slow)],
    ids=["hidden", "submission"],
)
def test_pytest_in_process_is_for_a_students_own_work(toy, asked):
    refused = command(toy, "-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib", "--in-process", *asked)
    assert refused.returncode == 4
    assert "public tests on your own exercises, and nothing else" in refused.stderr


def test_what_a_call_printed_is_shown_of_public_tests_alone(toy):
    talks = "print('secret', number)\n    import warnings; warnings.warn('careful')\n    return 0"
    text = (toy.root / "solutions" / "alpha.py").read_text()
    path = toy.submission(alpha=text.replace("return abs(number)", talks))
    run = toy.grade(path, sections=["alpha"])
    result = score(run, toy.course, sections=("alpha",))
    failures = {
        test.id: test.failure for section in result.sections for test in section.tests if test.exercise == "size"
    }
    public, hidden = (next(f for id, f in failures.items() if id.startswith(v)) for v in ("public", "hidden"))
    assert public.printed.startswith("secret -3\nalpha.py:")
    assert "UserWarning: careful" in public.printed
    assert hidden.printed == ""
    shown = redact(result, "student")
    assert all(
        test.failure is None for section in shown.sections for test in section.tests if test.visibility == "hidden"
    )
