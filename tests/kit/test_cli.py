"""The command: what goes to which stream, what each mistake says, and what it exits with.

The suites' end is a stand-in here, which says of each section what its file says in its first line; the real one is
graded through in its own tests.
"""

import contextlib
import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

import grader
from grader.cli import main, needs
from grader.cli.doctor import Finding
from grader.cli.needs import NEEDS
from grader.errors import IsolationError, SuiteError
from grader.failure import Failure, Note
from grader.runner import cache
from grader.verdict import Run, Status, Verdict

TABLE = """
[tool.grader]
title = "Toy"
sections = [{id = "one", title = "One", points = 60}, {id = "two", title = "Two", points = 40}]
"""


@dataclass
class Suites:
    """The stand-in for the suites: what it was asked, and what it is to do instead."""

    asked: Any = None
    instead: Callable[[], None] = lambda: None
    interrupted: bool = False
    notes: tuple[Note, ...] = ()

    def collect(self, course: Any, sections: Any, visibilities: Any) -> Any:
        ids = sections or [section.id for section in course.sections]
        cases = [(section, visibility) for section in ids for visibility in visibilities]
        return SimpleNamespace(cases=cases, sections=sections, visibilities=visibilities)

    @contextlib.contextmanager
    def open_workers(self, course: Any, isolation: str, seed: int, launcher: Any) -> Iterator[Any]:
        yield SimpleNamespace(isolation=isolation, seed=seed)

    def grade(self, submission: Any, suite: Any, workers: Any, settings: Any, on_verdict: Any) -> Run:
        self.asked = SimpleNamespace(**vars(suite), **vars(workers), **vars(settings))
        self.instead()
        verdicts = []
        texts = {file.section: file.text for file in submission.files}
        for section, visibility in suite.cases:
            word = (texts.get(section) or "# not_attempted").split()[1]
            failure = None if word == "passed" else Failure("asserted", says=f"said of {visibility}")
            id = f"{section}/{visibility}"
            verdict = Verdict(id, section, "f", f"a {visibility} law", visibility, 1, Status(word), failure)
            verdicts.append(verdict)
            on_verdict(verdict)
        return Run(
            submission.name,
            submission.hash,
            "suite",
            workers.seed,
            "process",
            tuple(verdicts),
            {"python": "3"},
            interrupted=self.interrupted,
            notes=self.notes,
            path=submission.path,
        )


@pytest.fixture
def suites(monkeypatch):
    stand_in = Suites()
    parts = {
        "collect": {"collect": stand_in.collect},
        "grade": {"Settings": SimpleNamespace, "grade": stand_in.grade},
        "workers": {"open_workers": stand_in.open_workers, "seldom_collected": contextlib.nullcontext},
    }
    for name, members in parts.items():
        module = ModuleType(f"grader.runner.{name}")
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    launcher = SimpleNamespace(close=lambda: None)
    monkeypatch.setattr("grader.cli.run.open_launcher", lambda isolation, memory_mib: launcher)
    return stand_in


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text(TABLE)
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "one.py").write_text("# passed\n")
    (tmp_path / "exercises" / "two.py").write_text("# failed\n")
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def command(course, suites, capsys):
    """Runs `grader` in this process; gives back its status, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return run


def grader_process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `grader` as a process of its own."""
    source = str(Path(grader.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


# What is graded, and what is shown of it


def test_check_runs_the_public_suites_on_the_exercises(command, suites):
    status, out, err = command("check")
    assert (status, err) == (0, "")
    assert "public 18 of 30; 70 hidden points not shown here" in out
    assert "✗ a public law" in out
    assert "said of public" in out
    assert "seed" not in out
    assert (suites.asked.visibilities, suites.asked.sections) == (("public",), ())
    assert (suites.asked.isolation, suites.asked.budget, suites.asked.replay) == ("auto", 120.0, True)


def test_grade_runs_both_and_says_how(command, suites):
    status, out, _ = command("grade", "exercises")
    assert status == 0
    assert "total 60 of 100" in out
    assert "said of hidden" in out
    assert out.splitlines()[-1].endswith(" s · isolation process")
    assert suites.asked.visibilities == ("public", "hidden")
    assert suites.asked.isolation == ("sandbox" if sys.platform == "linux" else "auto")


def test_a_student_is_shown_no_hidden_message(command):
    _, out, _ = command("grade", "exercises", "--audience", "student")
    assert "said of public" in out
    assert "a hidden law" in out
    assert "said of hidden" not in out


def test_the_options_reach_the_suites(command, suites):
    options = ["--seed=7", "--isolation=process", "--budget=2.5", "--no-replay", "--section=two", "--section=one"]
    assert command("grade", "exercises", *options)[0] == 0
    asked = suites.asked
    assert (asked.seed, asked.isolation, asked.budget, asked.replay) == (7, "process", 2.5, False)
    assert asked.sections == ("two", "one")


def test_a_section_is_named_by_its_beginning(command, suites):
    assert command("grade", "exercises", "--section=tw")[0] == 0
    assert suites.asked.sections == ("two",)


def test_one_file_is_graded_for_its_own_section(command, suites):
    status, out, _ = command("grade", "exercises/two.py", "--format", "json")
    record = json.loads(out)
    assert (status, record["submission"], record["max_score"]) == (0, "exercises/two", 40.0)
    assert suites.asked.sections == ("two",)


def test_a_section_without_a_file_counts(command, course):
    (course / "exercises" / "two.py").unlink()
    _, out, _ = command("grade", "exercises", "--format=json")
    assert (json.loads(out)["score"], json.loads(out)["max_score"]) == (60.0, 100.0)


@pytest.mark.parametrize("name", ["check", "grade"])
@pytest.mark.parametrize("path", ["alice.zip", "submissions/autograto-main.zip"])
def test_an_archive_is_graded_as_the_folder_in_it(command, course, suites, name, path):
    (course / "submissions").mkdir()
    with zipfile.ZipFile(course / path, "w") as archive:
        archive.writestr("autograto-main/exercises/two.py", "# passed\n")
        archive.writestr("autograto-main/solutions/one.py", "# passed\n")
        archive.writestr("autograto-main/pyproject.toml", TABLE)
    status, out, err = command(name, path, "--format", "json")
    record = json.loads(out)
    assert (status, err, suites.asked.sections) == (0, "", ())
    assert record["submission"] == path.removesuffix(".zip")
    assert record["path"] == path
    assert record["score"] == (40 if name == "grade" else 12)


@pytest.mark.parametrize("name", ["check", "grade"])
def test_a_submission_does_not_choose_what_grades_it(command, course, name, monkeypatch):
    alice = course / "submissions" / "alice"
    alice.mkdir(parents=True)
    (alice / "one.py").write_text("# passed\n")
    (alice / "pyproject.toml").write_text(TABLE)
    assert command(name, "submissions/alice")[0] == 0  # by the course around here
    monkeypatch.chdir(alice)
    status, out, err = command(name, ".")
    assert (status, out) == (2, "")
    assert "contains the settings of the course" in err


@pytest.mark.parametrize("path", [".", "one.py", "part", "part/one.py"])
@pytest.mark.parametrize("name", ["check", "grade"])
def test_a_course_is_never_found_from_the_submission(command, course, tmp_path_factory, monkeypatch, name, path):
    alice = tmp_path_factory.mktemp("alice")
    (alice / "part").mkdir()
    for file in ("one.py", "part/one.py"):
        (alice / file).write_text("# passed\n")
    (alice / "pyproject.toml").write_text(TABLE)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    status, out, err = command(name, str(alice / path))
    assert (status, out) == (2, "")
    assert "no course here" in err


def test_a_file_beside_the_settings_is_for_its_author_alone(command, course):
    (course / "one.py").write_text("# passed\n")
    assert command("check", "one.py")[0] == 0
    status, _, err = command("grade", "one.py")
    assert status == 2
    assert "contains the settings of the course" in err


def test_json_and_junit_alone_on_standard_output(command):
    status, out, err = command("grade", "exercises", "--format", "json")
    assert (status, err, json.loads(out)["score"]) == (0, "", 60.0)
    status, out, err = command("grade", "exercises", "--format", "junit")
    assert (status, err, ElementTree.fromstring(out.encode()).get("failures")) == (0, "", "2")


def test_output_goes_to_the_file_whole(command, course):
    target = course / "result.json"
    target.write_text("old")
    status, out, _ = command("grade", "exercises", "--format=json", "--output", "result.json")
    assert (status, out) == (0, "")
    assert json.loads(target.read_text())["score"] == 60.0
    assert sorted(path.name for path in course.iterdir()) == ["exercises", "pyproject.toml", "result.json"]
    assert command("grade", "exercises", "--output", os.devnull)[0] == 0
    assert not Path(os.devnull).is_file()


def test_nothing_is_left_or_lost_when_grading_fails(command, suites, course):
    def fail() -> None:
        raise SuiteError("section_without_tests", section="one", kinds="hidden")

    (course / "result.json").write_text("old")
    suites.instead = fail
    status, out, err = command("grade", "exercises", "--output", "result.json")
    assert (status, out) == (3, "")
    assert err == "grader: the section one has no tests; it needs tests of these kinds: hidden.\n"
    assert (course / "result.json").read_text() == "old"
    assert sorted(path.name for path in course.iterdir()) == ["exercises", "pyproject.toml", "result.json"]


def test_a_file_keeps_its_mode(command, course):
    (course / "result.json").write_text("old")
    (course / "result.json").chmod(0o600)
    assert command("grade", "exercises", "--output", "result.json")[0] == 0
    assert (course / "result.json").stat().st_mode & 0o777 == 0o600


def test_a_mounted_file_is_written_in_its_place(command, course, monkeypatch):
    def busy(source: Path, target: Path) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    (course / "result.json").write_text("old and much longer than what is new")
    monkeypatch.setattr(os, "replace", busy)
    assert command("grade", "exercises", "--format=json", "--output", "result.json")[0] == 0
    assert json.loads((course / "result.json").read_text())["score"] == 60.0
    assert sorted(path.name for path in course.iterdir()) == ["exercises", "pyproject.toml", "result.json"]


def test_what_cannot_be_written_at_the_end_is_printed(command, course, suites):
    (course / "out").mkdir()
    suites.instead = lambda: shutil.rmtree(course / "out")
    status, out, err = command("grade", "exercises", "--format=json", "--output", "out/result.json")
    assert (status, json.loads(out)["score"]) == (3, 60.0)
    assert err.endswith("The result is on standard output instead.\n")


@pytest.mark.parametrize(
    "output", ["exercises/result.json", "exercises/out/result.json", "exercises/out/../result.json"]
)
def test_no_link_of_a_submission_is_followed_by_the_output(command, course, tmp_path_factory, output):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "result.json").write_text("old")
    (course / "exercises" / "out").symlink_to(elsewhere)
    (course / "exercises" / "result.json").symlink_to(elsewhere / "result.json")
    status, out, err = command("grade", "exercises", "--output", output)
    assert (status, out) == (2, "")
    assert "leads through a link in the submission's folder" in err
    assert (elsewhere / "result.json").read_text() == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="has no such paths")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_a_descriptor_is_written_to_as_it_is(course, name, tmp_path_factory):
    """Not opened anew, which would begin a redirected file at its start."""
    target = tmp_path_factory.mktemp("logs") / "log"
    with target.open("wb") as file:
        file.write(b"before\n")
        file.flush()
        code = (
            f"from pathlib import Path; from grader.cli.output import opened\nwith opened(Path({name!r})) as w: w('x')"
        )
        subprocess.run([sys.executable, "-c", code], stdout=file, check=True, timeout=60)
    assert target.read_bytes() == b"before\nx"


@pytest.mark.parametrize(("percent", "status"), [("0", 0), ("60", 0), ("60.001", 1), ("100", 1)])
def test_fail_under_compares_exactly(command, percent, status):
    assert command("grade", "exercises", "--fail-under", percent)[0] == status


def test_quiet_says_points_alone(command):
    status, out, err = command("grade", "exercises", "--quiet", "--fail-under=90")
    assert (status, err) == (1, "")
    assert "total 60 of 100" in out
    assert "law" not in out


def test_notes_go_to_standard_error(command, suites):
    suites.notes = (Note("sandbox", names=("landlock", "not here")),)
    status, out, err = command("check")
    assert status == 0
    assert err.startswith("grader: GRADED WITHOUT A SANDBOX: Landlock keeps files out of reach")
    assert err.endswith("(here: not here).\n")
    assert "andlock" not in out
    assert command("check", "--quiet")[2] == err


def test_ctrl_c_prints_what_is_known(command, suites):
    suites.interrupted = True
    status, out, _ = command("check")
    assert status == 130
    assert "Interrupted: this is only what was graded" in out


def test_ctrl_c_before_anything_is_known(command, suites):
    def interrupt() -> None:
        raise KeyboardInterrupt

    suites.instead = interrupt
    status, out, err = command("check")
    assert (status, out, err.strip()) == (130, "", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_that_end_it_end_it_like_ctrl_c(command, suites, course, number):
    def be_told_to_end() -> None:
        os.kill(os.getpid(), number)
        time.sleep(5)

    before = signal.getsignal(number)
    suites.instead = be_told_to_end
    assert command("check", "--output", "result.json")[0] == 130
    assert sorted(path.name for path in course.iterdir()) == ["exercises", "pyproject.toml"]
    assert signal.getsignal(number) == before


def test_a_command_that_is_to_outlive_its_terminal_does(command, suites):
    suites.instead = lambda: os.kill(os.getpid(), signal.SIGHUP)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert command("check")[0] == 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_ctrl_c_is_not_swallowed_by_an_import(command, suites):
    def swallow(*arguments: Any) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    sys.modules["grader.runner.collect"].collect = swallow  # type: ignore[attr-defined]
    assert command("check") == (130, "", "")


def test_a_course_is_graded_from_elsewhere_when_it_is_named(command, course, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert "public 18 of 30" in command("check", "--course", str(course))[1]
    status, _, err = command("check", "--course", str(course / "exercises"))
    assert (status, "exercises" in err) == (2, True)


def test_the_cache_says_where_it_is_and_can_be_emptied(command, own_cache):
    folder = own_cache / "autograto" / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one.msgpack").write_bytes(bytes(2**20))
    assert command("cache")[1].startswith(f"{own_cache / 'autograto'}: ")
    assert command("cache", "--prune")[1].startswith("removed ")
    assert not list(folder.glob("*.msgpack"))


def test_the_oldest_recordings_go_first(own_cache):
    folder = own_cache / "autograto" / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    cache.prune(0)
    for age in range(4):
        (folder / f"{age}.msgpack").write_bytes(bytes(100))
        os.utime(folder / f"{age}.msgpack", (1000 - age, 1000 - age))
    assert cache.prune(250) == 2
    assert {path.name for path in folder.glob("*.msgpack")} == {"0.msgpack", "1.msgpack"}


def test_without_a_home_folder_nothing_is_cached_and_it_says_so(command, monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", lambda user: {}[user])
    status, _, err = command("check")
    assert (status, err) == (
        0,
        "grader: this user has no home folder, so nothing is cached: all examples are drawn anew.\n",
    )
    assert not (tmp_path / "~").exists()


def test_a_notebook_has_a_standard_output_of_characters_alone(command, monkeypatch):
    class Notebook(io.StringIO):
        encoding = "UTF-8"

    monkeypatch.setattr("sys.stdout", notebook := Notebook())
    assert command("check")[0] == 0
    assert "public 18 of 30" in notebook.getvalue()


# What is wrong, in one sentence on standard error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "nowhere"], "nowhere does not exist"),
        (["grade", "empty"], "empty is empty; expected one or more of one.py, two.py"),
        (["grade", "empty.zip"], "empty.zip is not a zip or tar file, or it is damaged or incomplete"),
        (["grade", "."], "contains the settings of the course"),
        (["grade", "pyproject.toml"], "is not a section's file"),
        (
            ["grade", "exercises", "--section", "three"],
            "'three' is not a section here; the sections are one, two.",
        ),
        (["grade", "exercises/one.py", "--section", "two"], "one.py is the file of one only"),
        (["grade", "exercises", "--output", "nowhere/result.json"], "--output nowhere/result.json cannot be written"),
        (["grade", "exercises", "--output", "exercises"], "it is a folder"),
        (["grade", "exercises", "--budget", "0"], "--budget should be"),
        (["grade", "exercises", "--budget", "nan"], "--budget should be"),
        (["grade", "exercises", "--fail-under", "101"], "--fail-under should be"),
        (["grade", "exercises", "--fail-under", "nan"], "--fail-under should be"),
        (["grade", "exercises", "--seed", "-1"], "--seed"),
        (["grade", "exercises", "--format", "yaml"], "'yaml'"),
        (["grade", "exercises", "--isolation", "magic"], "'magic'"),
        (["grade"], "PATH"),
        (["grade", "exercises", "--colour"], "--colour"),
        (["mark"], "'mark'. See: grader --help"),
        (["check", "--section"], "requires an argument. See: grader check --help"),
        (["chek"], "Did you mean 'check'"),
        (["grade", "exercises", "more"], "(more). See: grader grade --help"),
        (["stubs"], "one.py does not exist"),
    ],
)
def test_a_wrong_command_is_one_line_and_status_2(command, course, suites, arguments, said):
    (course / "empty").mkdir()
    (course / "empty.zip").touch()
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("grader: ")
    assert err.count("\n") == 1
    assert said in err
    assert suites.asked is None, "nothing was graded before the mistake was found"


def test_a_wrong_course_is_one_line_and_status_2(command, course):
    (course / "pyproject.toml").write_text(TABLE + 'colour = "red"\n')
    status, _, err = command("check")
    assert status == 2
    assert "`colour`" in err
    assert err.count("\n") == 1


def test_missing_isolation_is_status_3(command, suites):
    def refuse() -> None:
        raise IsolationError("need_missing", name="landlock", install="uname -r")

    suites.instead = refuse
    assert command("grade", "exercises", "--isolation=sandbox") == (
        3,
        "",
        "grader: landlock is not installed, and nothing can be graded without it. Run: uname -r\n",
    )


def test_a_bug_is_status_3_and_keeps_its_traceback(command, suites):
    suites.instead = lambda: 1 // 0
    status, out, err = command("check")
    assert (status, out) == (3, "")
    assert "Traceback" in err
    assert err.endswith("grader: this is a bug in the grader: ZeroDivisionError. Please report the lines above.\n")


def test_without_torch_it_says_how_to_install_it(command, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    status, out, err = command("check")
    assert (status, out) == (3, "")
    assert err.startswith("grader: torch is not installed")
    assert "pip install 'torch>=" in err


def test_hostile_names_are_inert_on_standard_error(command, course):
    (course / "\x1b[31m\n::error::x").mkdir()
    status, _, err = command("grade", "\x1b[31m\n::error::x")
    assert status == 2
    assert "\x1b" not in err
    assert err.count("\n") == 1


# The other commands, and the command as a process


def test_stubs_writes_and_checks(command, course):
    (course / "solutions").mkdir()
    for name in ("one", "two"):
        (course / "solutions" / f"{name}.py").write_text("def f():\n    # >>> your code\n    return 1\n    # <<<\n")
    status, out, err = command("stubs", "--check")
    assert (status, out) == (1, "")
    assert "one.py, two.py" in err
    assert command("stubs")[0] == 0
    assert (course / "exercises" / "one.py").read_text() == "def f():\n    raise NotImplementedError\n"
    assert command("stubs", "--check") == (0, "", "")


@pytest.fixture
def whole(course):
    """The course, with its answers."""
    for folder in ("solutions", "tests/hidden"):
        (course / folder).mkdir(parents=True)
    for name in ("one.py", "two.py"):
        (course / "solutions" / name).touch()


@pytest.fixture
def isolation(monkeypatch):
    found = [Finding("landlock", True, "held, ABI 6"), Finding("namespaces", False, "refused here")]
    monkeypatch.setattr("grader.cli.doctor.isolation", lambda translator: found)


def test_doctor_shows_what_is_there(command, whole, isolation):
    status, out, err = command("doctor")
    assert (status, err) == (0, "")
    assert "“Toy”, with its solutions and hidden tests" in out
    for said in ("Python", "torch", "hypothesis", "platform", "workers start by", "held, ABI 6", "Ready to grade."):
        assert said in out


def test_doctor_says_that_grading_is_refused_without_a_sandbox(command, whole, monkeypatch):
    unsafe = Finding("sandbox", False, "no Landlock", advice="`grader grade` refuses to grade here")
    monkeypatch.setattr("grader.cli.doctor.isolation", lambda translator: [unsafe])
    status, out, _ = command("doctor")
    assert status == 0
    assert "Ready to grade." not in out
    assert "to grade others', see the line with an arrow" in " ".join(out.split())


@pytest.mark.parametrize("lost", ["solutions", "tests/hidden", "solutions/one.py"])
def test_doctor_misses_what_a_course_has_lost(command, course, whole, isolation, lost):
    path = course / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    status, out, _ = command("doctor")
    assert status == 3
    assert f"these are missing: {lost}" in out
    assert "Not ready" in out


def test_doctor_knows_a_students_copy(command, course, isolation):
    mark = course / "tests" / "public" / "release" / "release.json"
    mark.parent.mkdir(parents=True)
    mark.write_text('{"course": "Toy", "version": "2.1", "content": "0"}')
    status, out, _ = command("doctor")
    assert status == 0
    assert "a student's copy of “Toy”, version 2.1" in out


def test_doctor_says_what_to_do(command, isolation, monkeypatch):
    monkeypatch.setitem(sys.modules, "msgspec", None)
    status, out, _ = command("doctor", "--format", "json")
    findings = {finding["name"]: finding for finding in json.loads(out)["findings"]}
    assert status == 3
    assert findings["msgspec"]["ok"] is False
    assert findings["msgspec"]["advice"] == "pip install 'msgspec>=0.18.6,<0.24'"


def test_doctor_knows_what_the_package_needs():
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    for need in NEEDS:
        assert f'"{need.requirement}"' in text
        assert need.suits


@pytest.mark.parametrize(
    ("installed", "suits"), [("2.3.9", False), ("2.4.0", True), ("2.13.0+cpu", True), ("2.14", False)]
)
def test_doctor_knows_what_is_too_old_and_too_new(monkeypatch, installed, suits):
    monkeypatch.setattr(needs, "_requirements", lambda: {"torch": "torch>=2.4,<2.14"})
    monkeypatch.setattr("importlib.metadata.version", lambda name: installed)
    assert needs.Need("torch").suits == suits


def test_doctor_is_not_ready_where_no_worker_starts(command, monkeypatch):
    def refuse(isolation):
        raise IsolationError("worker_stillborn")

    monkeypatch.setattr("grader.boundary.launcher.open_launcher", refuse)
    status, out, _ = command("doctor")
    assert status == 3
    assert "A worker ended before it could start." in out
    assert "Not ready" in out


def test_doctor_can_be_read_in_a_narrow_terminal(command, isolation, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    _, out, _ = command("doctor")
    assert "\n✓ landlock\n  held, ABI 6\n" in out
    assert max(map(len, out.splitlines())) <= 20


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_every_command(course, arguments):
    done = grader_process(*arguments, cwd=course)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(name in done.stdout for name in ("check", "grade", "stubs", "doctor", "Exit status"))


@pytest.mark.parametrize("name", ["check", "grade", "stubs", "doctor"])
def test_each_command_has_its_help(command, name):
    status, out, _ = command(name, "--help")
    assert status == 0
    assert "Usage" in out


def test_version(command):
    assert command("--version") == (0, f"grader {grader.__version__}\n", "")


def test_help_imports_nothing_slow(course):
    slow = "torch", "numpy", "pytest", "hypothesis", "rich"
    code = f"import sys, grader.cli; print([name for name in {slow} if name in sys.modules])"
    source = str(Path(grader.__file__).parents[1])
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
    assert time.perf_counter() - start < 3, "0.2 s on a quiet machine"


@pytest.mark.parametrize("arguments", [["check"], ["doctor"]])
def test_a_closed_output_is_one_line_and_status_2(command, suites, monkeypatch, capsys, arguments):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        with pytest.raises(SystemExit) as end:
            main(arguments)
    said = "grader: standard output is closed, so the result cannot be printed.\n"
    assert (end.value.code, capsys.readouterr().err, suites.asked) == (2, said, None)


def test_a_closed_standard_error_does_no_harm(command, suites, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit) as end:
        main(["check"])
    assert end.value.code == 0


@pytest.mark.parametrize("path", ["", os.pathsep])
@pytest.mark.parametrize("name", ["rich", "typer", "msgspec"])
def test_no_module_of_the_current_folder_is_run(course, name, path):
    (course / f"{name}.py").write_text("raise SystemExit('run on the trusted side')\n")
    source = str(Path(grader.__file__).parents[1])
    done = grader_process("doctor", "--help", cwd=course, PYTHONPATH=source + path)
    assert (done.returncode, done.stderr) == (0, "")
    done = grader_process("grade", "nowhere", cwd=course, PYTHONPATH=source + path)
    assert (done.returncode, "nowhere does not exist" in done.stderr) == (2, True)


def test_a_mistake_is_one_line_of_a_process_too(course):
    done = grader_process("grade", "nowhere", cwd=course)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "grader: nowhere does not exist. Give a folder with section files, or one of them.\n"
