"""`grader verify`: the suites are graded too. A new instructor adds an exercise by the README's five steps alone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.variants import Variant, read_variants
from grader.runner.collect import collect
from grader.runner.workers import open_workers
from grader.verify.mutants import mutants
from grader.verify.runner import run_tasks
from grader.verify.tasks import Task

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
COURSE = """
[tool.grader]
title = "A small course"
[[tool.grader.sections]]
id = "numbers"
title = "Numbers"
points = 10
"""
PUBLIC = """
from grader.suite import a_float, exercise

@exercise("double", points=1, title="of 2 is 4", hint="Two times what?")
def test_double_of_2_is_4(submission):
    assert submission.double(2.0) == a_float(4.0)
"""
HIDDEN = """
from hypothesis import given
from grader.suite import a_float, exercise, numbers

@exercise("double", points=2, title="is twice any number", hint="Is it the square, or twice the number?")
@given(n=numbers())
def test_double_is_twice_any_number(submission, reference, n):
    assert submission.double(n) == a_float(reference.double(n))
"""
WHEAT = """
from grader.suite import wheat

@wheat(of="double")
def added(n):
    return n + n
"""


def block(holding: str) -> str:
    """The block of the README's instructor's page that holds these words, as it would be typed."""
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    found = next(text for text in blocks if holding in text)
    indent = len(found) - len(found.lstrip())
    return "\n".join(line[indent:] for line in found.splitlines()) + "\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course whose one exercise was added by following the README."""
    files = {
        "pyproject.toml": COURSE,
        "solutions/numbers.py": '"""Numbers."""\n\n' + block('"""Twice the number.'),
        "tests/public/test_numbers.py": PUBLIC,
        "tests/hidden/test_numbers.py": HIDDEN,
        "tests/hidden/misconceptions/numbers.py": block("misconception(of="),
        "tests/hidden/wheat/numbers.py": WHEAT,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def grader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=300)


def test_an_exercise_added_by_the_readme_alone_is_verified(course):
    assert grader(course, "stubs").returncode == 0
    assert "raise NotImplementedError" in (course / "exercises/numbers.py").read_text(encoding="utf-8")
    done = grader(course, "verify", "--format", "json", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["totals"]["wheat"] == {"good": 1, "all": 1, "percent": 100.0}
    assert found["totals"]["misconceptions"] == {"good": 1, "all": 1, "percent": 100.0}
    assert found["totals"]["diagnosis"]["percent"] == 100
    assert found["totals"]["mutants"]["good"] == found["totals"]["mutants"]["all"] > 2
    assert found["survivors"] == found["refused"] == found["misdiagnosed"] == []


def test_a_suite_that_passes_wrong_answers_and_refuses_right_ones_falls_short(course):
    """2 and 2 squared are both 4: with no other number a test tells nothing. And who adds is right as well."""
    strict = (
        '\n\n@exercise("double", points=1, title="multiplies", hint="?")\n'
        "def test_double_multiplies(submission):\n"
        '    assert "*" in submission.double.source().rpartition("return")[2], "expected a product"\n'
    )
    narrow = HIDDEN.replace("given(n=numbers())", "given(n=numbers(2, 2))")
    (course / "tests/hidden/test_numbers.py").write_text(narrow + strict)
    (course / "tests/hidden/equivalent_mutants.toml").write_text(
        '[numbers]\n"double: constant: 2" = "for the test"\n"double: constant: 7" = "no such mutant"\n'
    )
    done = grader(course, "verify", "--format", "json", "--jobs", "1")
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert [one["name"] for one in found["survivors"] if one["kind"] == "misconception"] == ["double: 2 * n → n * n"]
    assert "misconceptions caught: 0.0 %" in done.stderr
    assert [one["name"] for one in found["refused"]] == ["added"]
    made = mutants("numbers", (course / "solutions/numbers.py").read_text(encoding="utf-8"), {"double"})
    assert found["totals"]["mutants"]["all"] == len(made) - 1, "an equivalent mutant, by its name, is left out"
    assert found["stale"] == ["numbers: double: constant: 7"], "a name without a mutant is told"


# ── never empty praise ───────────────────────────────────────────────────────────────────────────────────────

VACUOUS = (
    '\n\n@exercise("double", points=5, title="is there", hint="?")\ndef test_is_there(submission):\n    assert True\n'
)


def test_points_for_nothing_are_found_by_what_the_best_wrong_variant_keeps(course):
    (course / "tests/hidden/test_numbers.py").write_text(HIDDEN + VACUOUS)
    done = grader(course, "verify", "--format", "json", "--jobs", "1")
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["totals"]["misconceptions"]["percent"] == 100
    assert found["exercises"][0]["kept"] == {"percent": 80.0, "by": "double: 2 * n → n * n", "mean": 80.0}
    assert "numbers · double: `double: 2 * n → n * n` is wrong and keeps 80 % of the points" in done.stderr
    (course / "pyproject.toml").write_text(COURSE + "[tool.grader.verify]\nkept = 90\n")
    assert grader(course, "verify", "--changed").returncode == 0


HALF = '''


def half(n):
    """Half of it.

    >>> half(3.0)
    1.4
    """
    # >>> your code
    return n / 2
    # <<<
'''
TEST_OF_HALF = (
    '\n\n@exercise("half", points=1, title="of 3", hint="?")\n'
    "def test_half_of_3(submission):\n    assert submission.half(3.0) == a_float(1.5)\n"
)


def test_an_exercise_that_nothing_tries_has_a_row_and_mutants_and_falls_short(course):
    """And the example in its docstring is not true."""
    with (course / "solutions/numbers.py").open("a", encoding="utf-8") as file:
        file.write(HALF)
    (course / "tests/hidden/test_numbers.py").write_text(HIDDEN + TEST_OF_HALF)
    done = grader(course, "verify", "--format", "json", "--jobs", "1")
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    rows = {row["exercise"]: row for row in found["exercises"]}
    assert done.returncode == 1
    assert list(rows) == ["double", "half"]
    assert rows["half"]["misconceptions"]["all"] == 0
    assert rows["half"]["mutants"]["good"] == rows["half"]["mutants"]["all"] > 1
    assert "no misconception shows that the tests find anything: numbers · half" in done.stderr
    assert [re.sub(r"\d+", "", one) for one in found["examples"]] == ["numbers.py, line : `half(.)` expected ., got ."]


def test_an_exercise_that_is_not_there_is_told_before_anything_is_verified(course):
    done = grader(course, "verify", "--exercise", "duoble")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "grader: there are no tests of an exercise 'duoble'; there are some of double.\n"


STRAYS: dict[str, tuple[str, str, str]] = {
    "a test": (
        "tests/hidden/test_numbers.py", HIDDEN.replace('"double"', '"duoble"'),
        "line 5: test_double_is_twice_any_number is about the exercise 'duoble', which the reference does not have",
    ),
    "a misconception": (
        "tests/hidden/misconceptions/numbers.py",
        'from grader.suite import misconception\n\n@misconception(of="duoble", hint="?")\ndef f(n):\n    return n\n',
        "numbers.py, line 4: there are no tests of an exercise 'duoble'; there are some of double.",
    ),
    "a right variant": (
        "tests/hidden/wheat/numbers.py", WHEAT.replace('"double"', '"duoble"'),
        "numbers.py, line 5: there are no tests of an exercise 'duoble'",
    ),
    "a suite": ("tests/hidden/test_numbres.py", HIDDEN, "test_numbres.py belongs to no section"),
    "a table": ("tests/hidden/wheat/numbres.py", WHEAT, "numbres.py, line 1: these variants belong to no section"),
}  # fmt: skip


@pytest.mark.parametrize("case", STRAYS)
def test_what_is_about_no_exercise_is_an_error_with_its_line(course, case):
    path, text, words = STRAYS[case]
    (course / path).write_text(text, encoding="utf-8")
    done = grader(course, "verify", "--jobs", "1")
    assert done.returncode == 3
    assert words in done.stderr


def test_a_reference_that_fails_is_named_with_its_test(course):
    (course / "tests/hidden/test_numbers.py").write_text(HIDDEN.replace("(reference.double(n))", "(3 * n + 1)"))
    done = grader(course, "verify", "--jobs", "1")
    assert done.returncode == 3
    assert "line 8: test_double_is_twice_any_number fails even with the reference solution" in done.stderr


def test_what_has_not_changed_is_not_run_again(course):
    first = json.loads(grader(course, "verify", "--format", "json").stdout)
    again = grader(course, "verify", "--changed", "--format", "json")
    assert json.loads(again.stdout) == first


def test_a_mutant_changes_one_thing_and_never_the_words():
    source = 'def f(x):\n    """Add 1."""\n    if x < 0:\n        raise ValueError("no 1")\n    return x + 1\n'
    bodies = [variant.source.split("\n\n\n")[-1] for variant in mutants("s", source, {"f"})]
    assert all('"""Add 1."""' in body for body in bodies)
    assert any("x - 1" in body for body in bodies)
    assert any("x <= 0" in body for body in bodies)
    assert not any("no 2" in body for body in bodies)
    assert len(bodies) == len(set(bodies))


def test_a_variant_takes_the_exercises_name(tmp_path):
    file = tmp_path / "numbers.py"
    file.write_text(
        'from grader.suite import wheat\n\n@wheat(of="double", value=True)\ndef made():\n    return lambda n: n + n\n'
    )
    variant = read_variants(file, "def double(n):\n    return 2 * n\n")[0]
    names: dict[str, object] = {}
    exec(compile(variant.source, "variant", "exec"), names)
    assert (variant.of, names["double"](3)) == ("double", 6)


def test_what_counts_beside_a_right_answer_counts_though_that_need_not_be_run(toy):
    """After a wrong `slope` the test of its arguments is not recorded, the others are: they are not run again."""
    solution = (toy.root / "solutions" / "alpha.py").read_text()
    tasks = [
        Task(kind, Variant("alpha", of, kind, "", f"{solution}\n{code}\n", ""))
        for kind, of, code in (
            ("misconception", "slope", "def slope(W, x, y): return torch.zeros(1)"),
            ("wheat", "size", "def size(number): return max(number, -number)"),
        )
    ]
    failing = {}
    with open_workers(toy.course, "process", 0, toy.launcher) as workers:
        suite = collect(toy.course, ("alpha",))
        run_tasks(suite, workers, tasks, lambda task, outcome: failing.update({task.kind: outcome.failing}))
    assert failing["misconception"]
    assert failing["wheat"] == []
