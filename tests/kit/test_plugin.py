"""The suites under plain pytest: the same verdicts by the same boundary, from a terminal or an editor."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import grader

PLUGIN = [] if entry_points(group="pytest11", name="autograto") else ["-p", "grader.plugin"]
WRONG = {
    "return abs(number)": "return number",
    "2 * torch.mean((W": "2 * z.mean((W",
    "return t.mul_(2)": "import os; os._exit(3)",
}


def run(toy, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`pytest` in the toy course's folder, as a person types it."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *PLUGIN, "--import-mode=importlib", "-rA", *arguments],
        cwd=cwd or toy.root,
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
    asked = set(re.findall(r"def (test_\w+)", "".join(map(Path.read_text, toy.course.hidden.glob("test_*.py")))))
    ends = {name: end for name, end in ends.items() if name.partition("[")[0] in asked}
    assert words(told.stdout) == {
        name: "PASSED" if status == "passed" else "FAILED"
        for name, (status, _) in ends.items()
        if status != "not_attempted"
    }
    for _, message in ends.values():
        assert message in told.stdout
    assert "size · has no sign: failed\nsize(number=-1)\nexpected 1    got -1" in told.stdout
    assert "hint: What of negative numbers?" in told.stdout
    assert "NameError: name 'z' is not defined" in told.stdout
    assert "double_ · doubles in place: crashed" in told.stdout
    assert re.search(r"^SKIPPED \[\d\] .*: not attempted yet$", told.stdout, re.MULTILINE)
    told_of = told.stdout.partition("short test summary")[0]
    assert not re.search(r"grader/|Traceback|site-packages|def test_|>  |^E  ", told_of, re.MULTILINE)


def test_a_suite_that_is_wrong_is_one_sentence(toy):
    toy.write({"tests/hidden/test_beta.py": "def test_x(submission): pass\n"})
    told = run(toy, "tests/hidden")
    assert told.returncode == 4
    assert "ERROR: test_beta.py: test_x does not name its exercise; write @exercise(…) above it." in told.stderr


def test_a_course_that_is_wrong_is_one_sentence(toy):
    table = toy.root / "pyproject.toml"
    table.write_text(table.read_text().replace("title =", "titel =", 1))
    told = run(toy, "tests/public")
    assert told.returncode == pytest.ExitCode.USAGE_ERROR
    assert re.fullmatch(
        r"ERROR: \S+pyproject.toml: \[tool.grader\] has no key `titel`; .*\n", told.stderr.strip() + "\n"
    )


def test_without_torch_it_says_what_is_missing(toy):
    (toy.root / "no_torch.py").write_text("import sys\nsys.modules['torch'] = None\n")
    told = run(toy, "-p", "no_torch", "tests/public")
    assert told.returncode == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: torch is not installed, and nothing can be graded without it. Run: grader doctor" in told.stderr


def test_the_hints_are_those_of_the_command(toy):
    text = (toy.root / "solutions" / "alpha.py").read_text()
    path = toy.submission(alpha=text.replace("return 2 * torch.mean", "return torch.mean"))
    told = run(toy, "tests/hidden", "--submission", str(path), "-k", "slope_of_the_cost")
    hints = {verdict.hint for verdict in toy.grade(path, diagnose=True).verdicts if verdict.exercise == "slope"}
    assert hints == {"A factor went missing when the square was differentiated."}
    assert f"hint: {hints.pop()}" in told.stdout


def test_no_module_of_a_submission_is_run_by_pytest_itself(toy):
    path = toy.submission(conftest="raise SystemExit('run on the trusted side')\n")
    hidden = str(toy.root / "tests" / "hidden")
    told = run(toy, hidden, "--submission", ".", cwd=path)
    assert told.returncode == 4
    assert "Started here, pytest would run modules of the submission" in told.stderr
    assert "trusted side" not in told.stderr + told.stdout


ALONE = "tests/hidden/test_alpha.py::test_slope_leaves_its_arguments_alone"
BACKWARDS = "def pytest_collection_modifyitems(items):\n    items.reverse()\n"


@pytest.mark.parametrize(
    "arguments",
    [["tests/hidden", "-k", "leaves_its_arguments"], [ALONE], [ALONE, "-n2"]],
    ids=["by name", "by an editor's button", "on two cores"],
)
def test_a_test_that_counts_beside_another_passes_alone(toy, arguments):
    toy.write({"conftest.py": BACKWARDS})
    told = run(toy, "--submission", "solutions", *arguments)
    assert words(told.stdout) == {"test_slope_leaves_its_arguments_alone": "PASSED"}


def test_all_of_a_right_answer_passes_in_any_order_and_again_those_that_failed(toy):
    toy.write({"conftest.py": BACKWARDS})
    told = run(toy, "tests/hidden", "--submission", "solutions", "-n2")
    assert set(words(told.stdout).values()) == {"PASSED"}
    run(toy, "tests/hidden", "--submission", "exercises", "-k", "slope")
    told = run(toy, "tests/hidden", "--submission", "solutions", "--lf")
    assert set(words(told.stdout).values()) == {"PASSED"}
    assert "run-last-failure" in told.stdout


def test_an_editor_may_have_opened_a_folder_above_the_course(toy):
    above = toy.root.parent
    told = run(toy, f"--rootdir={above}", f"{toy.root.name}/{ALONE}", "--submission", "solutions", cwd=above)
    assert "solutions does not exist" in told.stdout + told.stderr
    told = run(toy, f"--rootdir={above}", toy.root.name, "-k", "beta and public", "--strict-markers", cwd=above)
    assert (told.returncode, words(told.stdout)) == (0, {})
    assert "not attempted yet" in told.stdout


@pytest.mark.parametrize("file", [None, ""], ids=["missing", "empty"])
def test_a_file_that_is_not_there_is_not_skipped(toy, file):
    told = run(toy, "tests/public", "--submission", str(toy.submission(beta=file)))
    assert words(told.stdout)["test_one_step"] == "FAILED"


def test_a_test_is_found_by_its_exercise(toy):
    told = run(toy, "tests/public", "--submission", "solutions", "-k", "slope")
    assert words(told.stdout) == {"test_the_lectures_example": "PASSED"}


@pytest.mark.parametrize("why", ["points", "sandbox"])
def test_what_keeps_it_from_grading_is_one_sentence(toy, why):
    refuse = (
        "from grader.boundary.launcher import Zygote\nfrom grader.errors import IsolationError\n\n"
        "def worker(self):\n    raise IsolationError('sandbox_needs_linux')\n\nZygote.worker = worker\n"
    )
    wrong = (toy.root / "tests/hidden/test_beta.py").read_text().replace("points=1", "points='x'", 1)
    toy.write({"conftest.py": refuse} if why == "sandbox" else {"tests/hidden/test_beta.py": wrong})
    told = run(toy, "tests/hidden", "--grader-isolation=sandbox", "--submission=solutions")
    assert {"points": "should be a number", "sandbox": "The sandbox needs Linux."}[why] in told.stdout + told.stderr
    assert "INTERNALERROR" not in told.stdout + told.stderr
    assert told.returncode == {"points": 4, "sandbox": 3}[why]


def test_without_a_sandbox_it_says_so(toy):
    half = (
        "from grader.boundary.launcher import Zygote\nfrom grader.failure import Note\n\n"
        "start = Zygote.worker\n\n"
        "def worker(self):\n    self.notes = (Note('sandbox', names=('landlock', 'not here')),)\n"
        "    return start(self)\n\nZygote.worker = worker\n"
    )
    toy.write({"conftest.py": half})
    assert "GRADED WITHOUT A SANDBOX: Landlock" in run(toy, ALONE, "--submission=solutions", "-q").stdout


def test_a_foreign_project_pays_nothing_and_keeps_its_own_options(tmp_path):
    (tmp_path / "conftest.py").write_text(
        "def pytest_addoption(parser):\n"
        "    parser.addoption('--submission', default='today')\n"
        "    parser.addoption('--no-replay', default='')\n"
    )
    (tmp_path / "test_own.py").write_text(
        "import sys\n\ndef test_own(pytestconfig):\n"
        "    heavy = {'torch', 'numpy', 'hypothesis', 'msgspec', 'grader.course', 'grader.runner'}\n"
        "    assert not heavy & set(sys.modules)\n"
        "    assert 'grader.plugin' in sys.modules\n"
        "    assert pytestconfig.getoption('--submission') == 'today'\n"
    )
    told = subprocess.run(
        [sys.executable, "-m", "pytest", *PLUGIN, "-q", "-p", "no:randomly"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
