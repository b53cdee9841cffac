"""Submissions and their results, through the front door: each folder in `cases/` is graded by the command itself.

A case is `submission/`, which is handed in, and `expected.json`: what the command's JSON has to say. `tests` maps a
test's id to its fields. Only what a case names is compared, so that it names what it is about and nothing else.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in (HERE / "cases").glob("*/expected.json"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy course, outside of this project."""
    return Path(shutil.copytree(HERE / "toy", tmp_path_factory.mktemp("cases") / "course"))


def result(course: Path, submission: Path) -> dict[str, Any]:
    """What `grader grade` writes, with its tests by id."""
    command = [sys.executable, "-m", "grader", "grade", str(submission), "--format", "json", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    record: dict[str, Any] = json.loads(done.stdout)
    record["tests"] = {test["id"]: test for section in record["sections"] for test in section["tests"]}
    return record


def named(record: Any, expected: Any) -> Any:
    """As much of a record as the case names."""
    if not isinstance(expected, dict) or not isinstance(record, dict):
        return record
    return {key: named(record.get(key), part) for key, part in expected.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_submission_gets_what_its_case_expects(case, course):
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert named(result(course, case / "submission"), expected) == expected
