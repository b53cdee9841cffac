"""Hostile submissions, each graded in the cell: it gets what its first lines say, and leaves nothing behind.

An attack is a file or a folder in `attacks/<family>/`. Its first lines are its aim and its expectation:

    # aim: what it tries, in a line
    # expect: double failed, softmax passed      (how the tests of each exercise end; one that is not named is missing)
    # says: words that the message has
    # machine: x86_64                            (where it is not for all)

An attack that reaches its aim answers rightly, or leaves a file or a process named `autograto-pwned…`.

Run as a script by root, this file tries them as `nobody`.
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
from processes import descendants

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "attacks"
COURSE = FOLDER / "course"
FAMILIES = ("forge", "read", "escape", "harm", "persist", "evade", "deceive")
STATUSES = ("passed", "failed", "error", "timeout", "crashed", "not_attempted")
EXERCISES = ("double", "softmax")
MARK = "autograto-pwned"
NOBODY = 65534
NEEDED = (Path(sys.base_prefix), Path(sys.prefix), HERE.parents[1])
"""Where the code is that runs here."""


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
    def runs(self) -> int:
        """How often it is handed in: what tries to stay looks, the second time, for what the first has left."""
        return 2 if self.family == "persist" else 1

    @property
    def is_shown(self) -> bool:
        """Whether it has something for readers of reports, and failures that are looked into."""
        return self.family in ("forge", "read", "harm", "deceive")

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


def outcome_of(place: Place, folder: Path, launcher: Any, shown: bool = True) -> Outcome:
    """Grade one submission in the cell, as the command does."""
    from grader.intake import read_submission
    from grader.report import FORMATS
    from grader.report.words import messages
    from grader.runner.collect import collect
    from grader.runner.grade import Settings, grade
    from grader.runner.workers import open_workers
    from grader.scoring import redact, score
    from grader.texts import translator

    with open_workers(place.course, "sandbox", 0, launcher) as workers:
        settings = Settings(shrink=shown, diagnose=False)
        run = grade(read_submission(folder, place.course), collect(place.course), workers, settings)
    result = score(run, place.course)
    tests = result.sections[0].tests
    return Outcome(
        {name: sorted({test.status.value for test in tests if test.exercise == name}) for name in EXERCISES},
        "\n".join(messages(result, translator()).values()),
        float(result.score),
        {
            f"{name} for the {audience}": render(redact(result, audience))
            for name, render in FORMATS.items()
            for audience in ("student", "instructor")
            if shown
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


# What a reader, or the program that shows it, would obey.
COMMANDS = {
    "a control character": r"[\x00-\x08\x0b-\x1f\x7f-\x9f]",
    "a turn of the reading direction": r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    "something invisible": r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065"
    r"\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013441-\U00013446\U00016fe4\U0001d159"
    r"\U000e0000-\U000e0fff]",
    "marks that are piled up": r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    r"\u0f71-\u0f7e\u1a55-\u1a7c\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3,}",
    "what is no character": r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]",
    "a command of GitHub's": r"(?m)^\s*::[A-Za-z]|##\[[A-Za-z]",
    "a command of Azure's or TeamCity's": r"##(vso|teamcity)\[",
}
FULL_MARKS = r"(?m)^\S.*\b100 of 100"
OWN_COMMAND = re.compile(r"^::(error|notice) [^:]*::")
LONGEST = 4 * 4096 * 6
"""Of a report: what four tests may say, and what escaping makes of it."""


def obeyed(where: str, text: str) -> list[str]:
    """What of a report would be obeyed by whoever shows it, or cannot be read by a program, or is too long."""
    texts = [text]
    if where.startswith("json"):
        texts += [test["message"] for section in json.loads(text)["sections"] for test in section["tests"]]
    elif where.startswith("junit"):
        texts += [part.text or "" for case in ElementTree.fromstring(text).iter("testcase") for part in case]
    elif where.startswith(("gradescope", "classroom")):
        document = json.loads(text)
        texts += [document.get("output", ""), *(test.get("output", test.get("message")) for test in document["tests"])]
    elif where.startswith("github"):  # which is made of commands: what each of them says is looked at
        texts = [OWN_COMMAND.sub("", line).replace("%0A", "\n") for line in text.splitlines()]
    found = [name for name, pattern in COMMANDS.items() if any(re.search(pattern, one) for one in texts)]
    if where.startswith("text") and "total 0 of 100" in text and re.search(FULL_MARKS, text):
        found.append("full marks, as a line of the report's own")
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
    with contextlib.closing(open_cell(place)) as launcher:
        yield launcher


def open_cell(place: Place, *without: str) -> Any:
    """Where workers come from whose cell is whole, but for what is left out."""
    from grader.boundary.launcher import Zygote

    return Zygote("sandbox", place.course.limits.memory_mib, without=without)


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_gains_nothing_and_costs_nothing(attack: Attack, place: Place, cell: Any) -> None:
    folder = place.hand_in(attack)
    for _ in range(attack.runs):
        assert breaches(attack, outcome_of(place, folder, cell, attack.is_shown)) == []
    assert place.changed() == []
    assert left_by(cell) == []


def test_an_honest_submission_is_graded_after_all_of_them(place: Place, cell: Any) -> None:
    outcome = outcome_of(place, place.course.solutions, cell)
    assert (outcome.score, cell.isolation) == (100.0, "sandbox")


def test_what_a_student_is_shown_of_a_hidden_test_has_nothing_of_the_workers(place: Place, cell: Any) -> None:
    attack = next(attack for attack in ATTACKS if attack.name == "read/hidden_inputs")
    outcome = outcome_of(place, place.hand_in(attack), cell)
    assert "31.0625" in outcome.reports["text for the instructor"]
    assert not [where for where, text in outcome.reports.items() if "student" in where and "31.0625" in text]


def test_there_are_enough_attacks_and_each_has_an_aim_of_its_own() -> None:
    assert len(ATTACKS) >= 65
    assert {attack.family for attack in ATTACKS} == set(FAMILIES)
    assert len({attack.aim for attack in ATTACKS}) == len(ATTACKS)


def left_by(launcher: Any, inits: int = 1) -> list[int]:
    """The processes that should have gone: all but the idle init of the workers' namespace, and the worker to come."""
    until = time.monotonic() + 5
    while (left := descendants(launcher._process.pid)[inits:-1]) and time.monotonic() < until:
        time.sleep(0.01)
    return left


# ── with a layer less, and as another user ───────────────────────────────────────────────────────────────────────

WAYS = ("", "namespaces", "landlock")
"""Which layer is left out: nothing, or either of the two that keep files away."""

HOLDING = [
    attack
    for attack in ATTACKS
    if attack.family in ("read", "escape", "persist") and attack.ends["double"] not in ("crashed", "error")
]
"""The attacks that these layers hold; the others end as they do whatever the layers are."""


def statuses(place: Place, without: str) -> dict[str, str]:
    """How a call of each attack ends in a cell without this layer; without a suite, as that makes no difference."""
    found = {}
    with contextlib.closing(open_cell(place, *filter(None, [without]))) as launcher:
        for attack in HOLDING:
            folder = place.hand_in(attack)
            found[attack.name] = [status_of(place, folder, launcher) for _ in range(attack.runs)][-1]
        found["nobody left"] = str(left_by(launcher, inits=without != "namespaces") == [])
        found["nothing changed"] = str(place.changed() == [])
        found["user"] = str(os.geteuid())
    return found


def status_of(place: Place, folder: Path, launcher: Any) -> str:
    """How it answers the suite's own example."""
    import torch

    from grader.boundary.answers import StudentError
    from grader.boundary.proxy import Subject
    from grader.boundary.session import Session
    from grader.boundary.transport import Live
    from grader.boundary.worker import WorkerLost
    from grader.intake import read_submission
    from grader.wire.messages import ModuleSource

    files = read_submission(folder, place.course).files
    session = Session(launcher, [ModuleSource(file.module, file.name, file.text) for file in files])
    subject = Subject(Live(session, "toy", 1.5), "toy")
    x = torch.tensor([1.0, 2.0])
    try:
        answer = subject.double(x)
        return "passed" if isinstance(answer, torch.Tensor) and torch.equal(answer, 2 * x) else "failed"
    except StudentError:
        return "error"
    except WorkerLost as lost:
        return lost.kind
    finally:
        session.discard()


def due(user: int) -> dict[str, str]:
    """What `statuses` finds where all is held."""
    ends = {attack.name: attack.ends["double"] for attack in HOLDING}
    return {**ends, "nobody left": "True", "nothing changed": "True", "user": str(user)}


@pytest.mark.parametrize("without", WAYS[1:])
def test_each_of_the_two_layers_holds_alone(place: Place, without: str) -> None:
    assert statuses(place, without) == due(os.geteuid())


def test_all_is_held_for_a_plain_user_too() -> None:
    environment = {"PYTHONPATH": str(HERE.parents[1]), "PATH": os.defpath, "LANG": "C.UTF-8"}
    ran = subprocess.run(
        [sys.executable, __file__, *WAYS], capture_output=True, text=True, env=environment, timeout=300, cwd="/"
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [due(os.geteuid() or NOBODY)] * len(WAYS)


def main() -> None:
    """Become `nobody`, if this is root, and print what `statuses` finds for each way on the command line."""
    if os.geteuid() == 0:
        become_nobody(*NEEDED)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_CACHE_HOME=folder, AUTOGRATO_SECRET="canary-of-the-environment")
        os.chdir(folder)
        place = Place(Path(folder))
        print(json.dumps([statuses(place, without) for without in sys.argv[1:]]))


def become_nobody(*needed: Path) -> None:
    """Leave root for good. Folders that are closed on the way to what is needed have a door there from here on."""
    from grader.worker.sandbox import kernel

    closed = {folder for path in needed for folder in path.parents if not folder.stat().st_mode & 1}
    if closed:
        kernel.unshare(kernel.CLONE_NEWNS)
        kernel.mount("none", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    for folder in closed:
        if not closed.intersection(folder.parents):
            cover(folder, "mode=755", *needed)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def cover(folder: Path, options: str, *needed: Path) -> None:
    """Put an empty folder in memory over this one, with doors to those paths in it that are needed."""
    from grader.worker.sandbox import kernel

    doors = {path: os.open(path, os.O_PATH) for path in needed if folder in path.parents}
    kernel.mount("tmpfs", str(folder), "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, options)
    for path, door in doors.items():
        path.mkdir(parents=True, exist_ok=True)
        kernel.mount(f"/proc/self/fd/{door}", str(path), flags=kernel.MS_BIND | kernel.MS_REC)
        os.close(door)


# ── the worker's memory ──────────────────────────────────────────────────────────────────────────────────────────

SEARCH = r'''
"""canary-of-the-worker-itself: this one is to be found."""
import re
MARKS = re.compile(rb"[c]anary-of-[a-z-]+|[a]ttacks/course|[i]s twice any numbers")
CHUNK = 1 << 24

def search():
    found, size = set(), 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in list(maps):
            start, end = (int(number, 16) for number in line.split()[0].split("-"))
            for at in range(start, end, CHUNK):
                try:
                    memory.seek(at)
                    part = memory.read(min(CHUNK + 64, end - at))
                except (OSError, OverflowError, ValueError):
                    continue
                size += len(part)
                found.update(hit.group().decode() for hit in MARKS.finditer(part))
    return sorted(found), size
'''


def test_a_workers_memory_has_nothing_of_suites_answers_or_paths(place: Place) -> None:
    from grader.boundary.proxy import Subject
    from grader.boundary.session import Session
    from grader.boundary.transport import Live
    from grader.wire.messages import ModuleSource

    with contextlib.closing(open_cell(place, "landlock", "dumpable")) as launcher:
        assert outcome_of(place, place.course.solutions, launcher).score == 100.0  # so that there was something to keep
        session = Session(launcher, [ModuleSource("toy", "toy.py", SEARCH)])
        found, size = Subject(Live(session, "toy", 60.0), "toy").search()
        session.discard()
    assert found == ["canary-of-the-worker-itself"]
    assert size > 100 << 20


if __name__ == "__main__":
    main()
