"""What the author of a course does with the installed package alone: no clone is near, and none is needed."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import textwrap
import venv
from pathlib import Path

import pytest

from grader.cli import main
from grader.course import read_course
from grader.course.starter import SMALL_COURSE, make_course
from grader.course.table import Gradescope, Limits, Section, Table, Thresholds
from grader.runner.suite_sources import sources_of_suite
from grader.verify.matrix import KEPT, THRESHOLDS

ROOT = Path(__file__).parents[2]
PACKAGED = ("grader", "pyproject.toml", "README.md", "LICENSE")


class Installed:
    """The `grader` command of an environment that has the wheel; torch and the others are those of this environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python, self.command = bin / "python", bin / "grader"

    def __call__(self, *arguments: str, cwd: Path, status: int = 0) -> str:
        """Run it; what it prints. Its standard error is shown where it ends with another status."""
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [self.command, *arguments], cwd=cwd, env={**environment, "PYTHONUTF8": "1"}, capture_output=True,
            text=True, encoding="utf-8", timeout=600,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Builds the wheel from a copy, which has nothing that an earlier build left, and installs it."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("environment")
    for name in PACKAGED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    quietly = {"check": True, "cwd": source, "timeout": 300}
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir=dist", "."], **quietly)
    venv.create(folder, with_pip=False)
    made = Installed(folder)
    (wheel,) = (source / "dist").glob("autograto-*.whl")
    subprocess.run([*pip, f"--python={made.python}", "install", "--no-deps", "--no-index", str(wheel)], **quietly)
    shutil.rmtree(source)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = subprocess.run([made.python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    Path(own, "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    return made


def test_the_wheel_has_all_that_the_package_needs(installed):
    (package,) = installed.folder.rglob("grader/__init__.py")
    there = {path.relative_to(package.parent).as_posix() for path in package.parent.rglob("*") if path.is_file()}
    here = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "grader"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert {name.removeprefix("grader/") for name in here} - there == {
        "README.md",
        "texts/locale/ko/LC_MESSAGES/grader.po",
    }, "for developers"


def test_the_command_works_from_any_folder(installed, tmp_path):
    assert "grader check" in installed("--help", cwd=tmp_path)
    assert "Ready to grade." in installed("doctor", cwd=tmp_path)
    assert "no course here" in installed("check", cwd=tmp_path, status=2)


def test_a_new_course_passes_everything(installed, tmp_path):
    said = installed("new", "my course", cwd=tmp_path)
    page = Path(re.search(r"can use: (.*)", said)[1])
    assert page.is_file()
    assert page.is_relative_to(installed.folder)
    course = tmp_path / "my course"
    installed("stubs", "--check", cwd=course)
    assert "public 0 of 3" in installed("check", cwd=course / "exercises")
    assert "total 10 of 10" in installed("grade", "solutions", "--fail-under", "100", cwd=course)
    assert "reaches all of its thresholds" in installed("verify", cwd=course)


def steps() -> list[str]:
    """The code in the README's steps for a new exercise."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    part = page.partition("## How to add an exercise in ten minutes")[2].partition("\n## ")[0]
    return [textwrap.dedent(block) for block in re.findall(r"   ```(?:python|toml)\n(.*?)   ```", part, re.DOTALL)]


def test_the_steps_of_the_readme_add_an_exercise_to_a_new_course(installed, tmp_path):
    course = make_course(tmp_path / "course").root
    solution, public, hidden, points, misconception = steps()
    wheat = re.search(r"`(wheat\(\"double\", .*?\))`", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    added = {
        "solutions/s1_spread.py": solution,
        "tests/public/test_s1_spread.py": public,
        "tests/hidden/test_s1_spread.py": hidden,
        "tests/hidden/misconceptions/s1_spread.py": misconception,
        "tests/hidden/wheat/s1_spread.py": wheat,
    }
    for name, text in added.items():
        with (course / name).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{text}")
    installed("stubs", cwd=course)
    assert "# TODO: return twice n\n    raise NotImplementedError" in (course / "exercises/s1_spread.py").read_text()
    forgotten = installed("verify", "--exercise", "double", cwd=course, status=3)
    assert forgotten.startswith("grader: the section s1_spread gives no points to the exercise 'double'")

    settings = (course / "pyproject.toml").read_text(encoding="utf-8")
    table, _ = points.split("\n", 1)
    assert table in settings
    settings = settings.replace(table + "\n", points).replace("points = 10\n", "points = 11\n")
    (course / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert "reaches all of its thresholds" in installed("verify", "--exercise", "double", cwd=course)
    assert "total 11 of 11" in installed("grade", "solutions", cwd=course)


@pytest.mark.parametrize("name", ["site-packages", "dist-packages"])
def test_what_another_environment_has_installed_is_no_part_of_a_suite(tmp_path, monkeypatch, name):
    """Its files are many, and their versions are known."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "numbers_of_others.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path / name)
    course = make_course(tmp_path / "course")
    suite = course.public / "test_s1_spread.py"
    suite.write_text(f"import numbers_of_others\n{suite.read_text()}")
    assert sources_of_suite(suite, course.root) == (suite,)


# What `grader new` does with a folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def new(folder: Path) -> int:
    with pytest.raises(SystemExit) as end:
        main(["new", str(folder)])
    return end.value.code


@pytest.mark.parametrize("name", ["new", "empty", "deep/in/others"])
def test_a_course_is_made_in_a_new_or_an_empty_folder(tmp_path, name, capsys):
    (tmp_path / "empty").mkdir()
    assert new(tmp_path / name) == 0
    assert f"A small course is in {tmp_path / name}." in capsys.readouterr().out
    made = files(tmp_path / name)
    assert {name: text for name, text in made.items() if not name.startswith("exercises/")} == files(SMALL_COURSE)
    stub = made["exercises/s1_spread.py"].decode()
    assert stub.count("raise NotImplementedError\n") == 2
    assert "return" not in re.sub(r"#.*", "", stub)


@pytest.mark.parametrize(
    ("there", "said"),
    [("folder/mine.txt", "is not empty"), ("folder/.git/HEAD", "is not empty"), ("folder", "cannot be made")],
)
def test_nothing_is_written_where_something_is(tmp_path, there, said, capsys):
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine")
    before = files(tmp_path)
    assert new(tmp_path / "folder") == 2
    assert said in capsys.readouterr().err
    assert files(tmp_path) == before


def test_what_is_compiled_beside_the_files_is_no_part_of_a_course(tmp_path, monkeypatch):
    shutil.copytree(SMALL_COURSE, tmp_path / "installed")
    (tmp_path / "installed" / "solutions" / "__pycache__").mkdir(exist_ok=True)
    (tmp_path / "installed" / "solutions" / "__pycache__" / "s1.pyc").write_bytes(b"")
    monkeypatch.setattr("grader.course.starter.SMALL_COURSE", tmp_path / "installed")
    make_course(tmp_path / "course")
    assert [name for name in files(tmp_path / "course") if "pyc" in name] == []


def test_the_settings_of_a_new_course_show_every_key():
    """With its default, where it is a comment: without the `#`, the course is the same."""
    text = (SMALL_COURSE / "pyproject.toml").read_text(encoding="utf-8")
    shown = set(re.findall(r"^(?:# )?(\w+) = ", text, re.MULTILINE))
    keys = {name for struct in (Gradescope, Limits, Section, Table, Thresholds) for name in struct.__struct_fields__}
    assert keys - {"sections", "limits", "tests", "verify", "forbidden", "gradescope"} <= shown


def test_the_thresholds_that_a_new_course_shows_are_the_defaults():
    text = (SMALL_COURSE / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.grader.verify]")[2]
    shown = {name: float(value) for name, value in re.findall(r"^# (\w+) = (\d+)", text, re.MULTILINE)}
    assert shown == {**THRESHOLDS, "kept": KEPT, "kept_whole": 20}


def test_the_defaults_that_a_new_course_shows_are_the_defaults(tmp_path):
    plain = read_course(SMALL_COURSE)
    text = (SMALL_COURSE / "pyproject.toml").read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE).replace('version = "1"', 'version = ""')
    (tmp_path / "pyproject.toml").write_text(uncommented)
    full = read_course(tmp_path)
    assert (full.limits, full.sections[0].independent) == (plain.limits, plain.sections[0].independent)
    names = ("solutions", "exercises", "public", "hidden", "misconceptions", "wheat", "equivalent_mutants")
    for name in names:
        assert getattr(full, name).relative_to(full.root) == getattr(plain, name).relative_to(plain.root)
