"""The course's own faults are the course's: they are told as such, with status 3, and cost no submission a point."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import SuiteError

ROOT = Path(__file__).parents[2]
HEAD = """
import torch
from hypothesis import assume, given, strategies as st
from grader.suite import close_to, exercise

@exercise("size", points=1, title="x")
"""
SUITE = "tests/hidden/test_alpha.py"
SOLUTION = "solutions/alpha.py"


def grader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=300)


def fault(toy, path: Path, **settings) -> str:
    """What is said instead of a grade."""
    with pytest.raises(SuiteError) as raised:
        toy.grade(path, sections=("alpha",), **settings)
    assert raised.value.exit_status == 3
    return str(raised.value)


# ── a test that fails whatever is answered ───────────────────────────────────────────────────────────────────

FAULTS: dict[str, tuple[str, int, str]] = {
    "a name that is not there": (
        "def test_x(submission):\n    assert submission.size(2) == clsoe_to(2)\n",
        8, "NameError: name 'clsoe_to' is not defined",
    ),
    "a function that the reference lacks": (
        "def test_x(submission, reference):\n    assert submission.size(2) == close_to(reference.sizze(2))\n",
        8, "the reference has no `sizze`",
    ),
    "arguments that the reference does not take": (
        "def test_x(submission, reference):\n    got = submission.size(2)\n    assert got == reference.size(2, 3)\n",
        9, "the reference raised TypeError",
    ),
    "no examples": (
        "@given(n=st.integers(0, 5).filter(lambda n: n > 5))\n"
        "def test_x(submission, n):\n    assert submission.size(n) == close_to(n)\n",
        6, "Unsatisfiable",
    ),
    "a strategy that fails": (
        "@given(n=st.integers(0, 5).map(lambda n: 1 // 0))\n"
        "def test_x(submission, n):\n    assert submission.size(n) == close_to(n)\n",
        7, "ZeroDivisionError",
    ),
    "a number that nobody should give": (
        "def test_x(submission):\n    assert submission.size(2) == close_to(3)\n",
        8, "AssertionError at `assert submission.size(2) == close_to(3)`",
    ),
    "a time-out of the reference": (
        "def test_x(submission, reference):\n    assert submission.size(2) == reference.forever()\n",
        8, "the reference gave no answer within 0.5 s",
    ),
    "a crash of the reference": (
        "def test_x(submission, reference):\n    assert submission.size(2) == reference.ends()\n",
        8, "the reference crashed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_test_that_the_reference_fails_grades_nobody(toy, case, monkeypatch):
    body, line, why = FAULTS[case]
    monkeypatch.setattr("grader.runner.test_run.REFERENCE_SECONDS", 0.5)
    more = "\n\ndef forever():\n    while True:\n        pass\n\n\ndef ends():\n    import os\n    os._exit(1)\n"
    right = toy.submission()
    toy.write({SUITE: HEAD + body, SOLUTION: (toy.root / SOLUTION).read_text() + more})
    said = fault(toy, right)
    assert f"{SUITE}, line {line}: test_x fails even with the reference solution" in said
    assert why in said
    assert "a fault of the course, not of a submission" in said


ALONE: dict[str, str] = {
    "a name that is not there": "def test_x(submission):\n    assert submission.size(2) == clsoe_to(2)\n",
    "an error before anything is asked": "def test_x(submission):\n    assert submission.size([][0]) == close_to(2)\n",
    "no examples": "@given(n=st.integers(0, 5).filter(lambda n: n > 5))\ndef test_x(submission, n):\n    pass\n",
}


@pytest.mark.parametrize("case", ALONE)
def test_a_students_copy_knows_without_the_reference(toy, case):
    path = toy.submission()
    toy.write({"tests/public/test_alpha.py": HEAD + ALONE[case], SOLUTION: None})
    assert "a fault of the course" in fault(toy, path, visibilities=("public",))


def test_grade_asks_the_reference_before_it_grades_anybody(toy):
    """Though not even one test of this submission would be run."""
    toy.write({SUITE: HEAD + "def test_x(submission, reference):\n    assert reference.sizze(2)\n"})
    done = grader(toy.root, "grade", "exercises", "--isolation", "process", "--format", "json")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "test_x fails even with the reference solution" in done.stderr


# ── a submission cannot put the blame on the course ──────────────────────────────────────────────────────────

TRICKS: dict[str, tuple[str, str]] = {
    "an answer that the reference cannot take": (
        "def test_x(submission, reference):\n    assert reference.size(submission.size(2)) == close_to(2)\n",
        "return 'two'",
    ),
    "an answer that ends the reference": (
        "def test_x(submission, reference):\n    assert reference.power(submission.size(2)) == close_to(1)\n",
        "return 1234567",
    ),
    "an answer that the test cannot take": (
        "def test_x(submission):\n    assert submission.size(2) + 1 == 3\n", "return 'two'",
    ),
    "answers that change": (
        "@given(n=st.integers(0, 9))\ndef test_x(submission, n):\n    assert submission.size(n) == close_to(n)\n",
        "import random; return number if random.random() < 0.5 else -1",
    ),
    "answers that leave no example": (
        "@given(n=st.integers(0, 9))\ndef test_x(submission, n):\n    assume(submission.size(n) >= 0)\n", "return -1",
    ),
    "an error of theirs": (
        "def test_x(submission, reference):\n    assert submission.size(2) == close_to(reference.size(2))\n",
        "raise NameError('name')",
    ),
    "a source that the test cannot take": (
        "def test_x(submission):\n    assert submission.size.source().split('abs')[1], 'expected abs'\n", "return 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TRICKS)
def test_a_wrong_answer_is_no_fault_of_the_course(toy, case):
    suite, body = TRICKS[case]
    power = "\n\ndef power(n):\n    import os\n    return 1 if n == 2 else os._exit(1)\n"
    text = (toy.root / SOLUTION).read_text()
    wrong = toy.submission(alpha=text.replace("return abs(number)", body))
    toy.write({SUITE: HEAD + suite, SOLUTION: text + power})
    status, said = toy.ends(wrong, sections=("alpha",))["test_x"]
    assert status in ("failed", "error")
    assert ".py" not in said.replace("alpha.py, line 26, in size", ""), "no line of the reference's"


# ── what a suite imports is part of it ───────────────────────────────────────────────────────────────────────

IMPORTS: dict[str, tuple[str, str, str]] = {
    "a module beside it": (
        "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\nfrom numbers_of import NUMBERS\n",
        "tests/hidden/numbers_of.py", "",
    ),
    "a module in a folder that it names": (
        "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'public'))\n"
        "from numbers_of import NUMBERS\n",
        "tests/public/numbers_of.py", "",
    ),
    "a module where pytest looks": (
        "from numbers_of import NUMBERS\n", "tests/numbers_of.py",
        "\n[tool.pytest.ini_options]\npythonpath = ['tests']\n",
    ),
    "a module by a name in a text": (
        "import importlib\nNUMBERS = importlib.import_module('numbers_of').NUMBERS\n",
        "tests/numbers_of.py", "\n[tool.pytest.ini_options]\npythonpath = 'tests'\n",
    ),
}  # fmt: skip
GIVEN = HEAD + (
    "@given(n=NUMBERS)\ndef test_x(submission, reference, n):\n"
    "    assert submission.size(n) == close_to(reference.size(n))\n"
)


@pytest.mark.parametrize("case", IMPORTS)
def test_a_strategy_widened_in_a_helper_finds_what_was_missed(toy, case):
    imports, helper, settings = IMPORTS[case]
    narrow, wide = (f"from hypothesis import strategies as st\nNUMBERS = st.integers({n}, 9)\n" for n in (0, -9))
    table = (toy.root / "pyproject.toml").read_text()
    toy.write({SUITE: imports + GIVEN, helper: narrow, "pyproject.toml": table + settings})
    text = (toy.root / SOLUTION).read_text()
    path = toy.submission(alpha=text.replace("return abs(number)", "return number"))
    before = toy.grade(path, sections=("alpha",))
    toy.write({helper: wide})
    after = toy.grade(path, sections=("alpha",))
    statuses = [{v.id.split("::")[1]: v.status.value for v in run.verdicts}["test_x"] for run in (before, after)]
    assert statuses == ["passed", "failed"]
    assert before.suite_hash != after.suite_hash


def test_conftest_is_part_of_every_suite(toy):
    before = toy.grade(toy.submission(), sections=("beta",)).suite_hash
    toy.write({"tests/conftest.py": "import torch\n"})
    assert toy.grade(toy.submission(), sections=("beta",)).suite_hash != before


def test_an_import_that_nobody_can_see_is_refused(toy):
    hidden = "import importlib\nimportlib.import_module('.'.join(['tests', 'sec' + 'ret']))\n"
    table = (toy.root / "pyproject.toml").read_text()
    toy.write({
        SUITE: hidden + HEAD + "def test_x(submission):\n    assert submission.size(2) == close_to(2)\n",
        "tests/secret.py": "",
        "pyproject.toml": table + "\n[tool.pytest.ini_options]\npythonpath = ['.']\n",
    })  # fmt: skip
    assert "tests/secret.py in a way that cannot be seen" in fault(toy, toy.submission())


@pytest.mark.slow
def test_verify_remembers_by_what_the_suites_import(toy):
    narrow, wide = (f"from hypothesis import strategies as st\nNUMBERS = st.integers({n}, 9)\n" for n in (0, -9))
    table = (toy.root / "pyproject.toml").read_text()
    settings = "\n[tool.pytest.ini_options]\npythonpath = ['tests']\n"
    toy.write({
        SUITE: "from numbers_of import NUMBERS\n" + GIVEN, "tests/numbers_of.py": narrow,
        "pyproject.toml": table + settings,
        "tests/hidden/misconceptions/alpha.py": (
            "from grader.suite import misconception\n"
            "misconception(of='size', hint='?', change=('abs(number)', 'number'))\n"
        ),
    })  # fmt: skip
    toy.write({"tests/public/test_alpha.py": HEAD + "def test_y(submission):\n    assert submission.size(2) == 2\n"})
    command = ("verify", "--changed", "--section", "alpha", "--format", "json", "--jobs", "1")
    survivors = []
    for text in (narrow, wide):
        toy.write({"tests/numbers_of.py": text})
        found = json.loads(grader(toy.root, *command).stdout)
        survivors.append([one["name"] for one in found["survivors"] if one["kind"] == "misconception"])
    assert [len(names) for names in survivors] == [1, 0]
