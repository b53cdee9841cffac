"""`grader update`: a newer release in a student's copy. What is theirs stays; an archive is read as a stranger's."""

import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from grader.course import read_course
from grader.course.notebooks import make_notebook
from grader.course.starter import make_course
from grader.release import incoming
from grader.release.contents import PATHS, contents
from grader.release.destination import archived

TOP = "a-small-course-exercises"
EXERCISE = "exercises/s1_spread.py"
SUITE = "tests/public/test_s1_spread.py"
LARGEST = '''

def largest(x: Tensor) -> Tensor:
    """The largest of the numbers."""
    # >>> your code: return the largest number
    return x.max()
    # <<<
'''


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of two releases of a course: the second has one more exercise and another public suite."""
    course = make_course(tmp_path_factory.mktemp("course"))
    first = contents(course, "1", {}, course.sections, with_engine=False)
    with (course.solutions / "s1_spread.py").open("a") as solution:
        solution.write(LARGEST)
    with (course.public / "test_s1_spread.py").open("a") as suite:
        suite.write("\n# the second release\n")
    return dict(first), dict(contents(read_course(course.root), "2", {}, course.sections, with_engine=False))


@pytest.fixture
def copy(tmp_path: Path, releases, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's copy of the first release."""
    root = tmp_path / "copy"
    for name, data in releases[0].items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def update(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command on an archive, or on files that are put into one."""

    def run(release: "dict[str, bytes] | bytes | Path") -> tuple[int, str, str]:
        path = release if isinstance(release, Path) else tmp_path / "release.zip"
        if isinstance(release, dict):
            release = archived(release, TOP)
        if isinstance(release, bytes):
            path.write_bytes(release)
        with pytest.raises(SystemExit) as end:
            main(["update", str(path)])
        return end.value.code, *capsys.readouterr()

    return run


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_an_update_brings_what_is_new_and_says_the_versions(copy, update, releases):
    status, out, _ = update(releases[1])
    assert (status, out.splitlines()[0]) == (0, "Updated from version 1 to version 2.")
    now = files(copy)
    assert {name: now[name] for name in releases[1]} == releases[1]
    assert f"  {SUITE}\n" in out
    assert update(releases[1])[1] == "Nothing to do: everything in version 2 is here already.\n"


def test_an_unpacked_release_will_do_as_well(copy, update, releases, tmp_path):
    with zipfile.ZipFile(io.BytesIO(archived(releases[1], TOP))) as archive:
        archive.extractall(tmp_path / "downloads")
    (tmp_path / "downloads" / TOP / ".venv").mkdir()
    (tmp_path / "downloads" / TOP / ".venv" / "python").symlink_to("/usr/bin/env")
    assert update(tmp_path / "downloads" / TOP)[0] == 0
    assert files(copy)[SUITE] == releases[1][SUITE]


STUB = b"    raise NotImplementedError"
NOTE = b"# my notes\n"
WORK: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "as it was handed out": (lambda stub: stub, "new"),
    "with the line ends of Windows": (lambda stub: stub.replace(b"\n", b"\r\n"), "new"),
    "with a note": (lambda stub: stub + NOTE, "new, and the old one is kept"),
    "with an answer": (lambda stub: stub.replace(STUB, b"    return x - x.mean()", 1), "old"),
    "with a function of their own": (lambda stub: stub + b"\n\ndef mine(x):\n    return x\n", "old"),
    "half written": (lambda stub: stub.replace(STUB, b"    return (", 1), "old"),
    "in another encoding": (lambda stub: stub + b"# \xff\n", "old"),
}


@pytest.mark.parametrize("case", WORK)
def test_what_a_student_has_written_stays(copy, update, releases, case):
    make, kept = WORK[case]
    work = make(releases[0][EXERCISE])
    (copy / EXERCISE).write_bytes(work)
    status, out, _ = update(releases[1])
    assert status == 0
    assert (copy / EXERCISE).read_bytes() == (work if kept == "old" else releases[1][EXERCISE])
    assert (f"{EXERCISE} stays as it is: you have written" in out) == (kept == "old")
    before = copy / ".before-update" / "1"
    assert (before / EXERCISE).is_file() == ("kept" in kept)
    assert (before / SUITE).read_bytes() == releases[0][SUITE]


def test_who_has_written_learns_of_new_exercises(copy, update, releases):
    (copy / EXERCISE).write_bytes(releases[0][EXERCISE].replace(STUB, b"    return 1", 1))
    out = update(releases[1])[1]
    assert "you have written `center` in it." in out
    assert "There are new exercises in it, largest. To add one, run: grader reset largest" in out
    with pytest.raises(SystemExit):
        main(["reset", "largest"])
    assert "def largest" in (copy / EXERCISE).read_text()


def test_no_file_of_a_student_goes(copy, update, releases):
    mine = {
        "exercises/mine.py": b"1",
        "tests/public/test_mine.py": b"2",
        "notes.txt": b"3",
        ".vscode/settings.json": b"4",
    }
    for name, data in mine.items():
        (copy / name).write_bytes(data)
    (copy / EXERCISE).unlink()
    (copy / "README.md").write_bytes(NOTE)
    assert update(releases[1])[0] == 0
    now = files(copy)
    assert {name: now[name] for name in mine} == mine
    assert now[".before-update/1/README.md"] == NOTE
    assert now[EXERCISE] == releases[1][EXERCISE]


def test_the_copies_of_two_weeks_add_up(copy, update, releases):
    """One section's release has the settings of all, and brings its own files alone."""
    (copy / "exercises" / "s0_other.py").write_bytes(b"x = 1\n")
    some = {name: data for name, data in releases[1].items() if "s1_spread" not in name}
    assert update(some)[0] == 0
    assert files(copy)[EXERCISE] == releases[0][EXERCISE]


def test_an_older_release_is_refused(copy, update, releases):
    assert update(releases[1])[0] == 0
    before = files(copy)
    status, _, err = update(releases[0])
    assert (status, "has the older version 1; your copy has version 2 already" in err) == (2, True)
    assert files(copy) == before


@pytest.mark.parametrize("version", ["../../evil", "..", "/tmp/evil", "", "v" * 500, "1\x1b[2J"])
def test_a_version_leads_nowhere(copy, update, releases, tmp_path, version):
    mark = copy / "tests/public/release/release.json"
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "version": version}))
    status, out, _ = update(releases[1])
    assert (status, "\x1b" in out) == (0, False)
    new = set(files(tmp_path)) - {f"copy/{name}" for name in releases[1]} - {"release.zip"}
    assert new
    assert all(name.startswith("copy/.before-update/") for name in new)
    assert len(files(copy / ".before-update")) == len(new)


# Interrupted


@pytest.mark.parametrize("number", range(6))
def test_who_is_interrupted_has_whole_files_and_does_it_again(copy, update, releases, monkeypatch, number):
    replace, count = os.replace, iter(range(100))

    def interrupted(source, target):
        if next(count) == number:
            raise KeyboardInterrupt
        replace(source, target)

    (copy / "README.md").write_bytes(NOTE)
    with monkeypatch.context() as patch:
        patch.setattr("grader.release.destination.os.replace", interrupted)
        assert update(releases[1])[0] == (130 if next(count) <= number + 1 else 0)
    for name, data in files(copy).items():
        assert data in (releases[0].get(name), releases[1].get(name), NOTE) or name.startswith(".before-update/"), name
    assert update(releases[1])[0] == 0
    now = files(copy)
    assert {name: now[name] for name in releases[1]} == releases[1]
    assert NOTE in [data for name, data in now.items() if name.startswith(".before-update/")]
    assert [name for name in now if name.endswith(".update")] == []


def test_a_file_that_cannot_be_written_is_named(copy, update, releases, monkeypatch):
    def refused(source, target):
        raise PermissionError(13, "it is open in another program")

    monkeypatch.setattr("grader.release.destination.os.replace", refused)
    status, _, err = update(releases[1])
    assert (status, "could not be written: it is open in another program" in err) == (2, True)


# What is no release, or a hostile one


def with_entry(release: dict[str, bytes], name: str, data: bytes = b"evil", kind: int = stat.S_IFREG) -> bytes:
    """The archive of a release with one more entry, whatever its name."""
    buffer = io.BytesIO(archived(release, TOP))
    entry = zipfile.ZipInfo("x")
    entry.filename = entry.orig_filename = name
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(entry, data)
    return buffer.getvalue()


NAMES = [
    "../evil.py", f"{TOP}/../../evil.py", "/tmp/evil.py", "C:/evil.py", f"{TOP}\\evil.py", f"{TOP}/con.py",
    f"{TOP}/evil.py.", f"{TOP}/evil\n.py", f"{TOP}//evil.py", f"{TOP}/./evil.py", f"{TOP}/a:b", "x/" * 20 + "evil.py",
    f"{TOP}/" + "e" * 200,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_refused(copy, update, releases, tmp_path, name):
    before = files(tmp_path)
    status, _, err = update(with_entry(releases[1], name))
    assert (status, "a name that is not allowed" in err) == (2, True)
    (tmp_path / "release.zip").unlink()
    assert files(tmp_path) == before


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_in_an_archive_is_refused(copy, update, releases, kind):
    before = files(copy)
    status, _, err = update(with_entry(releases[1], f"{TOP}/exercises/link.py", b"/etc/passwd", kind))
    assert (status, "is a link or a special file" in err, files(copy)) == (2, True, before)


@pytest.mark.parametrize("place", ["exercises", EXERCISE, "tests/public"])
def test_a_link_in_the_copy_is_not_followed(copy, update, releases, tmp_path, place):
    (copy / place).rename(tmp_path / "elsewhere")
    (copy / place).symlink_to(tmp_path / "elsewhere")
    before = files(copy)
    status, _, err = update(releases[1])
    assert (status, "is a link" in err, files(copy)) == (2, True, before)


@pytest.mark.parametrize("name", [".git/hooks/pre-commit", ".venv/evil.pth", "tests/.hidden/x", "__pycache__/a.pyc"])
def test_what_is_no_part_of_a_release_is_left_out(copy, update, releases, name):
    assert update(with_entry(releases[1], f"{TOP}/{name}"))[0] == 0
    assert not (copy / name).exists()


def test_everything_that_a_release_has_with_a_dot_is_known():
    assert {path.split("/")[0] for path in PATHS.values() if path.startswith(".")} == incoming.DOTTED


def bomb(release: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO(archived(release, TOP))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{TOP}/large", bytes(incoming.TOGETHER + 1))
    return buffer.getvalue()


MISTAKES: dict[str, tuple[Callable[[dict[str, bytes]], "bytes | dict[str, bytes]"], str]] = {
    "a bomb": (bomb, "too large: the limit is 2000 files and 64 MiB"),
    "many files": (lambda new: {**new, **{f"x/{n}": b"" for n in range(2000)}}, "too large"),
    "the same name twice": (lambda new: with_entry(new, f"{TOP}/EXERCISES/s1_spread.py"), "the same name"),
    "half an archive": (lambda new: archived(new, TOP)[:3000], "cannot be read: File is not a zip file"),
    "a damaged one": (lambda new: archived(new, TOP).replace(b"numbers", b"bumbers", 1), "cannot be read: Bad CRC"),
    "no archive": (lambda new: b"PK", "cannot be read"),
    "no settings": (lambda new: {name: data for name, data in new.items() if name != "pyproject.toml"}, "no release"),
    "no mark": (lambda new: {name: data for name, data in new.items() if "release.json" not in name}, "no release"),
    "another course": (
        lambda new: {name: data.replace(b"A small course", b"B") for name, data in new.items()},
        "is of the course 'B', and your copy is of 'A small course'",
    ),
    "settings that are nested deep": (
        lambda new: {**new, "pyproject.toml": b"[tool.grader]\ntitle = " + b"[" * 50_000},
        "release.zip",
    ),
    "a key of tomorrow": (
        lambda new: {**new, "pyproject.toml": new["pyproject.toml"].replace(b"whole_share", b"half_share")},
        "If there is a newer grader, install it first",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_what_is_no_release_of_this_course_changes_nothing(copy, update, releases, case):
    make, said = MISTAKES[case]
    before = files(copy)
    status, out, err = update(make(releases[1]))
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert files(copy) == before


@pytest.mark.parametrize("stub", [b"(", b"-" * 100_000 + b"1", b"\xff", b"x = '\0'"])
def test_a_stub_that_is_no_python_does_not_stop_an_update(copy, update, releases, stub):
    work = releases[0][EXERCISE].replace(STUB, b"    return x", 1)
    (copy / EXERCISE).write_bytes(work)
    assert update({**releases[1], EXERCISE: stub})[0] == 0
    assert (copy / EXERCISE).read_bytes() == work


def test_a_release_that_is_not_there_is_said_so(copy, update, tmp_path):
    assert "does not exist" in update(tmp_path / "nowhere.zip")[2]


def test_the_course_itself_is_not_updated(copy, update, releases, tmp_path, monkeypatch):
    course = make_course(tmp_path / "course")
    monkeypatch.chdir(course.root)
    before = files(course.root)
    status, _, err = update(releases[1])
    assert (status, "is no student's copy" in err, files(course.root)) == (2, True, before)


def test_a_notebook_in_which_a_student_has_written_stays(copy, releases, update):
    notebook = "exercises/s1_spread.ipynb"
    course = read_course(copy)
    stub = releases[1][EXERCISE].decode()
    new = make_notebook(stub, course.sections[0])
    written = new.replace("raise NotImplementedError", "return values.std()")
    for mine, kept in ((written, True), (make_notebook(stub.replace("TODO", "TO DO"), course.sections[0]), False)):
        (copy / notebook).write_text(mine, encoding="utf-8")
        status, said, _ = update({**releases[1], notebook: new.encode()})
        assert (status, (copy / notebook).read_text(encoding="utf-8")) == (0, mine if kept else new)
        assert (f"{notebook} stays as it is" in said) == kept
