"""What surrounds a run and must not change it: how Python was started, where packages lie, who wrote the cache."""

import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import grader
from grader.boundary import bundle
from grader.boundary.session import Session
from grader.errors import EngineError
from grader.runner import hypothesis_internals
from grader.runner.signed import SignedFolder
from grader.wire.messages import ModuleSource
from grader.worker.sandbox.readable_paths import behind_links

# ── Python and its packages ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("started", ["-O", "-OO", "PYTHONOPTIMIZE"])
def test_without_assertions_nothing_is_graded(toy, started):
    options = [started] if started.startswith("-") else []
    optimize = {} if options else {started: "1"}
    done = subprocess.run(
        [sys.executable, *options, "-m", "grader", "grade", str(toy.submission()), "--isolation=process"],
        cwd=toy.root,
        env={**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1]), **optimize},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "Python skips assertions here" in done.stderr


def test_a_worker_imports_from_where_the_grader_does_and_in_that_order(tmp_path, monkeypatch):
    packages = [entry for entry in sys.path if entry.endswith("site-packages")]
    project, more = tmp_path / "project", tmp_path / "more"
    for folder in (project, more, project / "tests"):
        folder.mkdir()
    (project / "pyproject.toml").touch()
    monkeypatch.chdir(project / "tests")
    monkeypatch.setattr(sys, "path", ["", str(more), str(project), str(project / "tests"), str(tmp_path), *packages])
    assert bundle.import_path() == [str(more), *packages]


def test_a_worker_with_other_packages_is_refused(tmp_path):
    found = {name: os.path.realpath(find_spec(name).origin) for name in bundle.COMPARED}
    bundle.check_same({"python": sys.version, **found})
    with pytest.raises(EngineError, match="does not have the grader's own numpy"):
        bundle.check_same({"python": sys.version, **found, "numpy": str(tmp_path / "numpy.py")})


def test_only_whole_paths_of_shared_libraries_are_handed_on(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", ":lib:/opt/lib")
    assert bundle.environment()["LD_LIBRARY_PATH"] == "/opt/lib"


def test_the_places_behind_links_to_packages_are_found(tmp_path):
    """A package that is a link, one of links (as `uv` makes them), one of files, and a module."""
    store, folder = tmp_path / "store", tmp_path / "site-packages"
    for name in ("whole", "parts"):
        (store / name).mkdir(parents=True)
        (store / name / "__init__.py").touch()
    (store / "single.py").touch()
    (folder / "own").mkdir(parents=True)
    (folder / "own" / "__init__.py").touch()
    (folder / "parts").mkdir()
    (folder / "parts" / "__init__.py").symlink_to(store / "parts" / "__init__.py")
    (folder / "whole").symlink_to(store / "whole")
    (folder / "single.py").symlink_to(store / "single.py")
    assert sorted(behind_links(str(folder))) == [str(store / name) for name in ("parts", "single.py", "whole")]


def test_a_worker_that_dies_before_the_submission_ran_is_the_machines_fault(launcher, monkeypatch):
    session = Session(launcher, [ModuleSource("work", "work.py", "x = 1\n")])
    start = launcher.worker

    def dying():
        process = start()
        process.channel.close()
        return process

    monkeypatch.setattr(launcher, "worker", dying)
    with pytest.raises(EngineError, match="before any code of the submission ran"):
        session.opening("work")


# ── the cache ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def root(tmp_path):
    return tmp_path / "cache"


def test_what_was_written_is_read_and_the_folder_is_its_users_alone(root):
    SignedFolder(root, "room").write("one", b"data")
    assert SignedFolder(root, "room").read("one") == b"data"
    assert [(root / name).stat().st_mode & 0o077 for name in ("", "room", "room/one", "key")] == [0, 0, 0, 0]
    assert sorted(path.name for path in (root / "room").iterdir()) == ["one"]


def test_what_was_written_without_the_key_is_not_read(root):
    folder = SignedFolder(root, "room")
    folder.write("one", b"data")
    (root / "room" / "two").write_bytes((root / "room" / "one").read_bytes())
    (root / "room" / "one").write_bytes(hashlib.sha256(b"forged").digest() + b"forged")
    assert (folder.read("one"), folder.read("two")) == (None, None)


def test_a_key_that_others_could_read_is_replaced(root):
    SignedFolder(root, "room").write("one", b"data")
    (root / "key").chmod(0o644)
    assert SignedFolder(root, "room").read("one") is None
    assert (root / "key").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="gives folders away")
@pytest.mark.parametrize("place", ["", "room"])
def test_a_folder_of_somebody_else_is_not_used(root, place):
    SignedFolder(root, "room").write("one", b"data")
    os.chown(root / place, 65534, 65534)
    assert SignedFolder(root, "room").read("one") is None
    SignedFolder(root, "room").write("two", b"data")
    assert not (root / "room" / "two").exists()


# ── what is drawn ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_drawn_does_not_depend_on_the_modules_that_are_there(tmp_path, monkeypatch):
    from hypothesis import given, settings
    from hypothesis import strategies as st

    def drawn() -> list[float]:
        numbers: list[float] = []

        @settings(max_examples=200, database=None)
        @given(number=st.floats())
        def test(number: float) -> None: ...

        hypothesis_internals.settle(test)
        hypothesis_internals.perform(test, lambda number: numbers.append(repr(number)), 7, {})
        return numbers

    before = drawn()
    (tmp_path / "own_module.py").write_text("\n".join(f"A{n} = {n}.8172635" for n in range(400)))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    __import__("own_module")
    assert drawn() == before
