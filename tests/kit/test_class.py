"""`grader class`, through its front door: what is graded is kept, whatever ends the run."""

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from processes import descendants, running_after

from grader.gradebook.store import open_gradebook

HERE = Path(__file__).parent
SECONDS = 240

CHANGES: dict[str, tuple[str, str, str]] = {
    "right": ("alpha", "", ""),
    "same": ("alpha", "", ""),
    "wrong": ("alpha", "return abs(number)", "return number"),
    "crash": ("alpha", "return abs(number)", "import os\n    os._exit(3)"),
    "hang": ("beta", "return torch.rand(count)", "while True: pass"),
    "broken": ("beta", "import torch", "import torch ("),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy course; its examples are drawn once for all tests here."""
    root = tmp_path_factory.mktemp("class") / "course"
    shutil.copytree(HERE / "toy", root)
    return root


def hand_in(course: Path, folder: Path, name: str, change: tuple[str, str, str]) -> None:
    """The solutions with one change."""
    shutil.copytree(course / "solutions", folder / name)
    section, old, new = change
    path = folder / name / f"{section}.py"
    path.write_text(path.read_text().replace(old, new) if old else path.read_text())


def a_class(course: Path, folder: Path, students: int) -> Path:
    """Students of whom each has a right answer of their own."""
    folder.mkdir()
    for number in range(students):
        hand_in(course, folder, f"s{number:02}", ("alpha", "MARK = 5", f"MARK = {number}"))
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "grader", "class", "--isolation", "process", *map(str, arguments)]


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(course: Path) -> Run:
    def go(*arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command(*arguments), cwd=course, capture_output=True, text=True, timeout=SECONDS, check=False
        )

    return go


def contents(gradebook: Path, run: int = 1) -> dict[str, Any]:
    """What a run has written, by where it lay, without what differs each time."""
    found = {}
    with open_gradebook(gradebook) as book:
        entries = book.entries(run)
    for entry in entries:
        assert entry.source not in found, "nothing is written twice"
        found[entry.source] = replace(entry, result=entry.result and _without_durations(entry.result))
    return found


def _without_durations(result: Any) -> Any:
    sections = tuple(
        replace(section, tests=tuple(replace(test, duration=0.0) for test in section.tests))
        for section in result.sections
    )
    return replace(result, duration=0.0, sections=sections)


def scores(found: dict[str, Any]) -> dict[str, float | None]:
    return {Path(source).name: entry.result and float(entry.result.score) for source, entry in found.items()}


def test_each_student_gets_what_grade_gives(course, run, tmp_path):
    folder, book = tmp_path / "class", tmp_path / "gradebook.db"
    folder.mkdir()
    for name, change in CHANGES.items():
        hand_in(course, folder, name, change)
    (folder / "zoe").mkdir()
    (folder / "zoe/alpha.txt").write_text("what is this?")
    done = run(folder, "--jobs", 2)
    assert done.returncode == 0, done.stderr
    found = contents(book)
    assert set(scores(found)) == {*CHANGES, "zoe"}
    for name in ("wrong", "hang"):
        grade = [sys.executable, "-m", "grader", "grade", str(folder / name), "--isolation", "process", "--quiet"]
        alone = subprocess.run(grade, cwd=course, capture_output=True, text=True, timeout=SECONDS, check=False)
        points = re.search(r"([\d.]+) ?(?:/|of) ?100", alone.stdout)
        assert points, alone.stdout + alone.stderr
        assert scores(found)[name] == pytest.approx(float(points[1]), abs=0.06)
    assert scores(found)["right"] == scores(found)["same"] == 100
    assert scores(found)["zoe"] is None
    assert "zoe: " in done.stdout
    assert "right: the same files, byte for byte, as same." in done.stdout
    log = (tmp_path / "gradebook.log").read_text().splitlines()
    assert len(log) == len(found)
    assert any(re.search(r"\tsame\tsame\tgraded\t100/100\t[\d.]+ s$", line) for line in log)
    assert (tmp_path / "gradebook.log").stat().st_mode & 0o777 == 0o600

    nobody = run(folder, "--only", "yann")
    assert nobody.returncode == 2
    assert nobody.stderr == "grader: nobody among 7 has 'yann' in an id, a name or an e-mail address.\n"


def test_nobody_is_graded_by_tests_that_the_reference_fails(course, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(course, broken)
    solution = broken / "solutions/alpha.py"
    solution.write_text(solution.read_text().replace("return abs(number)", "return number"))
    folder = a_class(course, tmp_path / "class", 2)
    done = subprocess.run(command(folder), cwd=broken, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 3
    assert re.search(r"test_alpha\.py.* the reference|reference", done.stderr)
    with open_gradebook(tmp_path / "gradebook.db") as book:
        assert book.runs() == []


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_an_interrupted_run_keeps_what_it_has_and_leaves_nothing_behind(course, run, tmp_path, number):
    folder, book = a_class(course, tmp_path / "class", 14), tmp_path / "gradebook.db"
    with subprocess.Popen(command(folder), cwd=course, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        wait_for_lines(tmp_path / "gradebook.log", 2)
        family = [process.pid, *descendants(process.pid)]
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said.decode()
    assert "run the same command again" in said.decode()
    assert running_after(family, seconds=20) == []
    kept = contents(book)
    assert 2 <= len(kept) < 14
    assert run(folder).returncode == 0
    assert scores(contents(book)) == {f"s{place:02}": 100 for place in range(14)}
    assert len((tmp_path / "gradebook.log").read_text().splitlines()) == 14


@pytest.mark.parametrize("tries", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_is_picked_up_where_it_was(course, run, tmp_path, tries):
    """`kill -9` of the whole command, at moments that nobody has chosen."""
    folder = a_class(course, tmp_path / "class", 10 if tries < 10 else 40)
    hand_in(course, folder, "wrong", CHANGES["wrong"])
    assert run(folder, "--gradebook", tmp_path / "calm.db").returncode == 0
    dice, log = random.Random(tries), tmp_path / "killed.log"
    for _ in range(tries):
        arguments = command(folder, "--gradebook", tmp_path / "killed.db")
        before = lines_of(log)
        with subprocess.Popen(arguments, cwd=course, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            if dice.random() < 0.8:
                wait_for_lines(log, before + 1, process)
            time.sleep(dice.uniform(0, 1.5))
            family = [process.pid, *descendants(process.pid)]
            process.kill()
        assert running_after(family, seconds=20) == []
    assert run(folder, "--gradebook", tmp_path / "killed.db").returncode == 0
    with open_gradebook(tmp_path / "killed.db") as book:
        last = [one.number for one in book.runs()][-1]
    assert contents(tmp_path / "killed.db", last) == contents(tmp_path / "calm.db")


def test_a_rehearsal_is_part_of_the_run_and_a_regrade_one_of_its_own(course, run, tmp_path):
    folder, book = a_class(course, tmp_path / "class", 2), tmp_path / "gradebook.db"
    rehearsed = run(folder, "--only", "S01", "--jobs", 1)
    assert rehearsed.returncode == 0
    assert "1 of 2 is chosen" in rehearsed.stderr
    assert scores(contents(book)) == {"s01": 100}
    assert run(folder, "--jobs", 1).returncode == 0
    assert run(folder, "--jobs", 1, "--regrade").returncode == 0
    assert scores(contents(book, 2)) == scores(contents(book, 1)) == {"s00": 100, "s01": 100}
    preview = run(folder, "--jobs", 1, "--preview", "--only", "S01")
    assert preview.returncode == 0
    assert "s00" not in preview.stdout


def test_a_regrade_names_who_loses_points_and_says_where_the_grades_are(course, tmp_path):
    own, folder = tmp_path / "course", tmp_path / "class"
    shutil.copytree(course, own)
    folder.mkdir()
    hand_in(course, folder, "wrong", CHANGES["wrong"])
    settings = own / "pyproject.toml"
    plain = settings.read_text()
    settings.write_text(f'{plain}\n[tool.grader.tests]\n"hidden/alpha::test_size_has_no_sign" = "given"\n')
    grade = {"cwd": own, "capture_output": True, "text": True, "timeout": SECONDS, "check": False}
    first = subprocess.run(command(folder), **grade)
    where = re.escape(str(tmp_path / "gradebook.db"))
    assert re.search(rf"\ngrader: kept as run 1 in {where}\ngrader: the other .* --gradebook '{where}'", first.stderr)
    settings.write_text(plain)
    second = subprocess.run(command(folder, "--quiet"), **grade)
    assert second.stdout == ""
    assert second.stderr == (
        "grader: compared with run 1: 1 of 1 changes, 1 loses points: wrong. To see why: grader gradebook diff 1 2\n"
    )


def test_a_roster_after_the_rehearsal_leaves_nobody_in_the_gradebook_twice(course, run, tmp_path):
    folder, roster = a_class(course, tmp_path / "class", 2), tmp_path / "roster.csv"
    roster.write_text("id,name,username\n1001,Anna,s00\n1002,Ben,s01\n")
    assert run(folder, "--limit", 1, "--jobs", 1).returncode == 0
    done = run(folder, "--roster", roster, "--jobs", 1)
    assert done.returncode == 0, done.stderr
    with open_gradebook(tmp_path / "gradebook.db") as book:
        assert [(grade.person.id, grade.points) for grade in book.grades()] == [("1001", 100), ("1002", 100)]
        assert [(one.entries, one.finished is None) for one in book.runs()] == [(1, True), (2, False)]


def test_a_rehearsal_with_the_wrong_layout_leaves_nobody_in_the_gradebook(course, run, tmp_path):
    folder = a_class(course, tmp_path / "alpha-submissions", 1)
    (folder / "s00").rename(folder / "alpha-s00")
    assert run(folder, "--layout", "plain", "--limit", 1, "--jobs", 1).returncode == 0
    assert run(folder, "--layout", "github", "--jobs", 1).returncode == 0
    with open_gradebook(tmp_path / "gradebook.db") as book:
        assert [(grade.person.id, grade.points) for grade in book.grades()] == [("s00", 100)]


def test_a_cluster_that_is_not_there_is_one_sentence(course, run, tmp_path):
    pytest.importorskip("distributed")
    done = run(a_class(course, tmp_path / "class", 1), "--cluster", "tcp://127.0.0.1:9", "--quiet")
    assert done.returncode == 3
    assert re.fullmatch(r"grader: no Dask scheduler answers at tcp://127\.0\.0\.1:9: .*\n", done.stderr)
    done = run(tmp_path / "class", "--cluster", "nowhere", "--quiet")
    assert (done.returncode, done.stderr.count("\n")) in [(2, 1), (3, 1)]


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines()) if path.exists() else 0


def wait_for_lines(path: Path, number: int, process: "subprocess.Popen[Any] | None" = None) -> None:
    """Until a log has so many lines, or the process that writes them has ended."""
    until = time.monotonic() + SECONDS
    while lines_of(path) < number and (process is None or process.poll() is None):
        assert time.monotonic() < until
        time.sleep(0.02)
