"""Hostile submissions, each graded in the cell: it gets what its first lines say, and leaves nothing behind.

An attack is a file or a folder in `attacks/<family>/`. Its first lines are its aim and its expectation:

    # aim: what it tries, in a line
    # expect: double failed, softmax passed      (how the tests of each exercise end; one that is not named is missing)
    # says: words that the message has
    # machine: x86_64                            (where it is not for all)

An attack that reaches its aim answers rightly, or leaves a file or a process named `autograto-pwned…`.

Run as a script, this file grades attacks as another user: `python test_attacks.py nobody <a layer left out or "">`.
"""

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "attacks"
COURSE = FOLDER / "course"
FAMILIES = ("forge", "read", "escape", "harm", "persist", "evade", "deceive")
STATUSES = ("passed", "failed", "error", "timeout", "crashed", "not_attempted")
EXERCISES = ("double", "softmax")
MARK = "autograto-pwned"
NOBODY = 65534
FULL = {exercise: "passed" for exercise in EXERCISES}


# ── what an attack is ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Attack:
    """One hostile submission: its files, its aim, how the tests of each exercise must end, and what they say."""

    name: str
    family: str
    files: tuple[Path, ...]
    aim: str
    ends: dict[str, str]
    says: str
    machine: str

    @property
    def score(self) -> int:
        """What it gets: half for each exercise that passes."""
        return sum(50 for status in self.ends.values() if status == "passed")


def read_attack(path: Path) -> Attack:
    """The attack in a file or a folder; raises `ValueError` where its first lines do not say what is due."""
    files = tuple(sorted(path.iterdir())) if path.is_dir() else (path,)
    main = path / "toy.py" if path.is_dir() else path
    told: dict[str, str] = {}
    for line in main.read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"# (aim|expect|says|machine): (\S.*)", line)
        if not found or found[1] in told:
            break
        told[found[1]] = found[2]
    ends = dict.fromkeys(EXERCISES, "error")  # of one that is not there
    for part in told["expect"].split(", "):
        exercise, status = part.split(" ")
        if exercise not in (*EXERCISES, "all") or status not in STATUSES:
            raise ValueError(f"{path}: what does it expect? {part!r}")
        ends |= dict.fromkeys(EXERCISES if exercise == "all" else [exercise], status)
    name = f"{path.parent.name}/{path.stem}"
    return Attack(name, path.parent.name, files, told["aim"], ends, told.get("says", ""), told.get("machine", ""))


def read_attacks() -> list[Attack]:
    """All that are for this machine, family by family."""
    paths = [path for family in FAMILIES for path in sorted((FOLDER / family).iterdir()) if path.name[0] not in "._"]
    found = [read_attack(path) for path in paths]
    return [attack for attack in found if attack.machine in ("", platform.machine())]


ATTACKS = read_attacks()


# ── a place to grade them in ─────────────────────────────────────────────────────────────────────────────────────


class Place:
    """A folder with the course, with another submission in it, and with a git repository that had the hidden suite."""

    def __init__(self, root: Path) -> None:
        from grader.course import read_course

        self.root = root
        self.path = root / "course-canary-of-the-path"
        shutil.copytree(COURSE, self.path)
        (root / "others" / "alice").mkdir(parents=True)
        (root / "others" / "alice" / "toy.py").write_text("# canary-of-another-submission\n")
        self.course = read_course(self.path)
        self._state = self.state()

    def hand_in(self, attack: Attack) -> Path:
        """The attack in a folder of its own."""
        folder = self.root / "others" / "mallory"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file in attack.files:
            shutil.copy(file, folder / ("toy.py" if len(attack.files) == 1 else file.name))
        return folder

    def state(self) -> str:
        """A hash of every file of the course and of the other submission."""
        digest = hashlib.sha256()
        for top in (self.path, self.root / "others" / "alice"):
            for path in sorted(top.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts and ".hypothesis" not in path.parts:
                    digest.update(f"{path} {path.stat().st_mode}".encode() + path.read_bytes())
        return digest.hexdigest()

    def changed(self) -> list[str]:
        """What is outside of the cell that was not there before: files, processes, the course."""
        places = [Path(name) for name in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/", ".", "..", str(Path.home()))]
        libraries = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
        found = [str(name) for place in [*places, *libraries, self.root] for name in place.glob("autograto?pwned*")]
        found += [str(name) for library in libraries for name in library.glob("*/__pycache__/autograto_pwned*")]
        found += [f"process {name.parent.name}" for name in Path("/proc").glob("[0-9]*/comm") if _is_marked(name)]
        return found + ["the course"] * (self.state() != self._state)


def _is_marked(comm: Path) -> bool:
    with contextlib.suppress(OSError):
        return MARK in comm.read_text()
    return False


@dataclass(frozen=True)
class Outcome:
    """How an attack ended: each exercise's statuses, the messages, the score, and the reports for both audiences."""

    ends: dict[str, list[str]]
    messages: str
    score: float
    reports: dict[str, str]


def grade(place: Place, folder: Path, nursery: Any) -> Outcome:
    """Grade one submission in the cell, as the command does."""
    from grader.intake import read_submission
    from grader.report import FORMATS
    from grader.scoring import redact, score
    from grader.suite.run import Settings, run_suites

    run = run_suites(place.course, read_submission(folder, place.course), Settings(budget=30.0), nursery=nursery)
    result = score(run, place.course)
    tests = result.sections[0].tests
    return Outcome(
        {name: sorted({test.status.value for test in tests if test.exercise == name}) for name in EXERCISES},
        "\n".join(test.message for test in tests),
        float(result.score),
        {
            f"{name} for the {audience}": render(redact(result, audience))
            for name, render in FORMATS.items()
            for audience in ("student", "instructor")
        },
    )


def breaches(attack: Attack, outcome: Outcome) -> list[str]:
    """Where an attack got, or said, something else than it should."""
    wrong = [
        f"{name} {', '.join(found)}, not {attack.ends[name]}"
        for name, found in outcome.ends.items()
        if found != [attack.ends[name]]
    ]
    if outcome.score != attack.score:
        wrong.append(f"{outcome.score} points, not {attack.score}")
    if attack.says not in outcome.messages:
        wrong.append(f"it does not say {attack.says!r}")
    return wrong + [f"{where}: {what}" for where, text in outcome.reports.items() for what in obeyed(where, text)]


# What a reader, or the program that shows it, would obey. Terminals: whatever is no letter; CI: lines of commands.
COMMANDS = {
    "a control character": r"[\x00-\x08\x0b-\x1f\x7f-\x9f]",
    "a turn of the reading direction": r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    "something invisible": r"[\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff\ufffe\uffff]",
    "a command of GitHub's": r"(?m)^\s*::[A-Za-z]|##\[[A-Za-z]",
    "a command of Azure's or TeamCity's": r"##(vso|teamcity)\[",
    "a total that is none": r"(?m)^total 100 of 100|^toy .* 100 of 100",
}
LONGEST = 4 * 4096 * 6
"""Of a report: what four tests may say, and what escaping makes of it."""


def obeyed(where: str, text: str) -> list[str]:
    """What of a report would be obeyed by whoever shows it, or cannot be read by a program, or is too long."""
    if where.startswith("json"):
        texts = [test["message"] for section in json.loads(text)["sections"] for test in section["tests"]]
    elif where.startswith("junit"):
        texts = [part.text or "" for case in ElementTree.fromstring(text).iter("testcase") for part in case]
    else:
        texts = []
    found = [name for name, pattern in COMMANDS.items() if any(re.search(pattern, one) for one in [text, *texts])]
    if where.startswith("text") and "100 of 100" in text and text.count("total 100 of 100\n") != 1:
        found += ["a total that is none"] * bool(re.search(r"(?m)^\S.*100 of 100", text) and "total 0 of" in text)
    return found + ["longer than it may be"] * (len(text) > LONGEST)


# ── the attacks ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRATO_SECRET", "canary-of-the-environment")
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        yield Place(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="module")
def cell(place: Place) -> Iterator[Any]:
    from grader.boundary.nursery import open_nursery

    with contextlib.closing(open_nursery("sandbox", place.course.limits.memory_mib)) as nursery:
        yield nursery


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_gains_nothing_and_costs_nothing(attack: Attack, place: Place, cell: Any) -> None:
    folder = place.hand_in(attack)
    for _ in range(2 if attack.family == "persist" else 1):  # the second would find what the first has left
        assert breaches(attack, grade(place, folder, cell)) == []
    assert place.changed() == []
    assert len(descendants(cell._process.pid)) <= 1  # the init of the workers' namespace


def test_an_honest_submission_is_graded_after_all_of_them(place: Place, cell: Any) -> None:
    outcome = grade(place, place.course.solutions, cell)
    assert (outcome.score, cell.isolation) == (100.0, "sandbox")


def test_there_are_enough_of_them_and_each_is_its_own() -> None:
    assert len(ATTACKS) >= 65
    assert {attack.family for attack in ATTACKS} == set(FAMILIES)
    assert len({attack.aim for attack in ATTACKS}) == len(ATTACKS)


def descendants(pid: int) -> list[int]:
    """The processes that come from this one, and from those."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [far for child in children for far in descendants(child)]
