"""The archive for Gradescope, end to end: built, unpacked as Gradescope unpacks it, set up, and run on submissions.

The scratch root has the folders of Gradescope's container, in a place that every user may enter. The grader that runs
is the one in the archive's wheel; Python and torch are those of these tests, so nothing is downloaded. Some of it runs
where the kernel refuses namespaces and Landlock, as a container's profile may.
"""

import contextlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

import grader
from grader.course import read_course, write_stubs
from grader.release.destination import write_archive
from grader.release.gradescope import autograder, torch_version

KIT = Path(__file__).parent
SCHEMA = json.loads((Path(grader.__file__).parent / "report" / "gradescope.schema.json").read_text())
LINUX = sys.platform == "linux"
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
pytestmark = pytest.mark.skipif(not LINUX, reason="Gradescope's containers are Linux")

BOTH = "namespaces,landlock"
RIGHT = (KIT / "toy" / "solutions" / "beta.py").read_text()
THIEF = """
def descend(W, x, y, times, lr=0.1):
    names = {{}}
    exec(open({solution!r}).read(), names)
    return names["descend"](W, x, y, times, lr)
"""


class Root:
    """Gradescope's folders in a scratch root."""

    def __init__(self, path: Path, course: Path, sections: tuple[str, ...] = ()) -> None:
        self.path = path
        read = read_course(course)
        wanted = [section for section in read.sections if not sections or section.id in sections]
        archive = path / "autograder.zip"
        write_archive(autograder(read, wanted), "", archive)
        for name in ("source", "submission", "results", "wheel"):
            (path / name).mkdir()
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(path / "source")
        archive.unlink()
        for name in ("setup.sh", "run_autograder"):
            (path / "source" / name).chmod(0o755)
        shutil.copy(path / "source" / "run_autograder", path)
        (wheel,) = (path / "source" / "engine").iterdir()
        with zipfile.ZipFile(wheel) as opened:
            opened.extractall(path / "wheel")

    @property
    def environment(self) -> dict[str, str]:
        own = {"AUTOGRADER": str(self.path), "GRADER_ENVIRONMENT": sys.prefix, "PYTHONPATH": str(self.path / "wheel")}
        return {"PATH": os.environ["PATH"], "HOME": "/root", "LANG": "C.UTF-8", **own}

    def setup(self) -> None:
        done = self.run(str(self.path / "source" / "setup.sh"))
        assert done.returncode == 0, done.stderr

    def run(
        self, *command: str, refused: str = "", before: "tuple[str, ...]" = (), **more: str
    ) -> subprocess.CompletedProcess[str]:
        before = (*before, sys.executable, str(KIT / "refusing.py"), refused) if refused else before
        return subprocess.run(
            [*before, *command],
            cwd=self.path,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=300,
        )

    def hand_in(self, **files: "str | bytes | None") -> None:
        """Files of the toy's solutions, changed or left out."""
        shutil.rmtree(self.path / "submission")
        (self.path / "submission").mkdir()
        plain = {"alpha.py": (KIT / "toy" / "solutions" / "alpha.py").read_text(), "beta.py": RIGHT}
        changed = {name.replace("__", "."): content for name, content in files.items()}
        for name, content in {**plain, **changed}.items():
            if content is not None:
                data = content.encode() if isinstance(content, str) else content
                (self.path / "submission" / name).write_bytes(data)

    def graded(self, refused: str = "", before: "tuple[str, ...]" = (), **more: str) -> SimpleNamespace:
        """What Gradescope finds: the exit status, the result or None, what went to the harness."""
        results = self.path / "results" / "results.json"
        results.unlink(missing_ok=True)
        done = self.run(str(self.path / "run_autograder"), refused=refused, before=before, **more)
        result = json.loads(results.read_text()) if results.exists() else None
        if result is not None:
            jsonschema.validate(result, SCHEMA)
        return SimpleNamespace(status=done.returncode, result=result, said=done.stdout + done.stderr)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that every user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def course(place) -> Path:
    shutil.copytree(KIT / "toy", place / "course")
    write_stubs(read_course(place / "course"))
    return place / "course"


@pytest.fixture(scope="module")
def root(place, course) -> Root:
    (place / "root").mkdir()
    made = Root(place / "root", course)
    made.setup()
    return made


@pytest.fixture(scope="module")
def open_root(place, course, root) -> Iterator[Root]:
    """One of a course that allows file modes, with the recordings of the other."""
    table = course / "pyproject.toml"
    kept = table.read_text()
    table.write_text(f'{kept}\n[tool.grader.gradescope]\nwithout_sandbox = "file_modes"\n')
    (place / "open").mkdir()
    made = Root(place / "open", course)
    table.write_text(kept)
    shutil.copytree(root.path / "source" / "cache", made.path / "source" / "cache")
    made.setup()
    return made


# ── the archive


def test_the_archive_has_what_gradescope_needs_and_is_always_the_same(course):
    files = autograder(read_course(course), read_course(course).sections)
    assert files == autograder(read_course(course), read_course(course).sections)
    for name in ("setup.sh", "run_autograder"):
        assert files[name].startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in files[name]
    assert {path.split("/")[0] for path in files} == {"setup.sh", "run_autograder", "settings.sh", "engine", "course"}
    assert "course/tests/hidden/test_alpha.py" in files
    assert f"torch={torch_version()}\n".encode() in files["settings.sh"]
    assert "+" not in torch_version()


def test_a_command_writes_it(toy):
    command = [sys.executable, "-m", "grader", "release", "--gradescope", "autograder.zip", "--skip-verify"]
    done = subprocess.run(command, cwd=toy.root, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(toy.root / "autograder.zip") as archive:
        assert {"setup.sh", "run_autograder"} <= set(archive.namelist())


def test_an_assignment_may_be_one_section(course):
    read = read_course(course)
    files = autograder(read, read.sections[1:])
    assert b"sections=(--section beta)" in files["settings.sh"]
    assert "course/tests/hidden/test_alpha.py" not in files


@pytest.mark.skipif(not IS_ROOT, reason="Gradescope's scripts run as root")
def test_after_the_setup_the_answers_are_roots_alone(root):
    assert stat.S_IMODE((root.path / "source").stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE((root.path / "source" / "course" / "solutions" / "alpha.py").stat().st_mode) & 0o077 == 0
    assert list((root.path / "source" / "cache").rglob("*.msgpack")), "the examples were drawn ahead"


# ── submissions


def test_a_right_submission_gets_all_points(root):
    root.hand_in()
    metadata = root.path / "submission_metadata.json"
    metadata.write_text(json.dumps({"assignment": {"total_points": "100.0"}, "previous_submissions": []}))
    found = root.graded()
    assert (found.status, found.result["score"]) == (0, 100)
    assert "on this platform" not in found.result["output"]
    if IS_ROOT:
        assert stat.S_IMODE(metadata.stat().st_mode) & 0o077 == 0, "it contains earlier results"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("while True: pass\n", {"timeout"}),
        ("import os\nos._exit(0)\n", {"crashed", "error"}),
        ("import ctypes\nctypes.string_at(0)\n", {"crashed"}),
        ("def descend(W, x, y:\n", {"error"}),
        (b"\xff\xfe\x00", {"error"}),
    ],
    ids=["hangs", "exits", "segfault", "syntax", "bytes"],
)
def test_a_bad_submission_still_gets_a_result(root, file, words):
    root.hand_in(beta__py=file)
    found = root.graded()
    assert (found.status, found.result["score"]) == (0, 60), found.said
    ends = {test["output"].split("\n")[0] for test in found.result["tests"] if test["status"] == "failed"}
    assert ends <= words


def test_what_is_no_submission_gets_a_result_that_says_so(root):
    root.hand_in(alpha__py=None, beta__py=None, alpha__txt="{}")
    found = root.graded()
    assert (found.status, found.result["score"], found.result["tests"]) == (0, 0, [])
    assert "alpha.py" in found.result["output"]


def test_what_is_ended_by_the_clock_gets_what_is_known(root):
    wrapped = "def descend(*a, **b):\n    time.sleep(1)\n    return _descend(*a, **b)\n"
    slow = f"import time\n{RIGHT}\n_descend = descend\n{wrapped}"
    root.hand_in(beta__py=slow)
    found = root.graded(GRADER_SECONDS="25")
    assert found.status == 0, found.said
    assert found.result["extra_data"]["interrupted"]
    assert "Interrupted: this is only what was graded until then." in found.result["output"]


def test_a_clock_that_is_too_short_even_to_begin_gives_no_result(root):
    root.hand_in()
    found = root.graded(GRADER_SECONDS="0.2")
    assert (found.status, found.result) == (1, None)


def test_where_the_grader_cannot_work_there_is_no_result(root):
    root.hand_in()
    table = root.path / "source" / "course" / "pyproject.toml"
    kept = table.read_text()
    try:
        table.write_text("[tool.grader]\n")
        found = root.graded()
    finally:
        table.write_text(kept)
    assert (found.status, found.result) == (1, None)


# ── without a sandbox


def test_without_a_sandbox_it_refuses_unless_the_course_says_otherwise(root):
    root.hand_in()
    found = root.graded(refused=BOTH)
    assert (found.status, found.result) == (1, None)
    assert "The sandbox is not available here" in found.said


def with_python_for_everybody() -> "tuple[str, ...]":
    """What to put before a command so that `nobody` may read the Python of these tests, as one under /usr/bin.

    Where it lies in somebody's home, the command sees that folder open, with Python and this project alone in it.
    """
    paths = {Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), KIT.parents[1]}
    above = {path: [folder for folder in path.parents[::-1] if not folder.stat().st_mode & 1] for path in paths}
    closed = {folders[0] for folders in above.values() if folders}
    moved = [path for path, folders in above.items() if folders]
    if not closed:
        return ()
    lines = ["set -e", "kept=$(mktemp -d)", "mount -t tmpfs -o mode=755 tmpfs $kept"]
    lines += [f"mkdir $kept/{at}; mount --bind '{path}' $kept/{at}" for at, path in enumerate(moved)]
    lines += [f"mount -t tmpfs -o mode=755 tmpfs '{folder}'" for folder in closed]
    lines += [f"mkdir -p '{path}'; mount --bind $kept/{at} '{path}'" for at, path in enumerate(moved)]
    return "unshare", "--mount", "bash", "-c", "\n".join([*lines, 'exec "$0" "$@"'])


@pytest.mark.skipif(not IS_ROOT, reason="only root gives its rights up")
def test_file_modes_and_another_user_keep_the_answers_away(open_root):
    solution = str(open_root.path / "source" / "course" / "solutions" / "beta.py")
    open_root.hand_in()
    before = with_python_for_everybody()
    right = open_root.graded(refused=BOTH, before=before)
    assert right.status == 0, right.said
    assert (right.result["score"], right.result["extra_data"]["isolation"]) == (100, "file-modes")
    open_root.hand_in(beta__py=THIEF.format(solution=solution))
    thief = open_root.graded(refused=BOTH, before=before)
    entry = next(entry for entry in thief.result["tests"] if entry["name"] == "descend")
    assert entry["score"] == 0
    assert "Permission denied" in json.dumps(entry)


@pytest.mark.skipif(not IS_ROOT, reason="only root gives its rights up")
def test_file_modes_are_not_enough_where_the_worker_stays_root(open_root):
    """As where `nobody` may not read Python: then nothing keeps the answers away, and nobody is graded."""
    packages = open_root.path / "closed" / "site-packages"
    packages.mkdir(parents=True)
    packages.parent.chmod(0o700)
    open_root.hand_in()
    found = open_root.graded(
        refused=BOTH, before=with_python_for_everybody(), PYTHONPATH=f"{open_root.path / 'wheel'}:{packages}"
    )
    assert (found.status, found.result) == (1, None)
    assert "Nothing would keep the answers from the submission here" in found.said


@pytest.mark.parametrize(
    ("refused", "status", "held"),
    [("namespaces", 0, {"landlock"}), ("landlock", 0, {"namespaces"}), (BOTH, 3, set())],
)
def test_a_hosted_runner_may_refuse_one_of_two_layers(toy, refused, status, held):
    """The JSON says which held; without either nothing is graded unless somebody says so."""
    command = [sys.executable, str(KIT / "refusing.py"), refused, sys.executable, "-m", "grader"]
    command += ["grade", str(toy.submission()), "--format", "json", "--isolation", "sandbox"]
    done = subprocess.run(command, cwd=toy.root, capture_output=True, text=True, timeout=120)
    assert done.returncode == status, done.stderr
    if status == 0:
        layers = {layer["name"] for layer in json.loads(done.stdout)["layers"] if layer["held"] == "true"}
        assert layers & {"namespaces", "landlock"} == held


# ── the limits of a container


@contextlib.contextmanager
def limits(name: str) -> Iterator[list[Path]]:
    """Control groups with 768 MB and half a core, of either version; none where this user may make none."""
    groups = Path("/sys/fs/cgroup")
    memory = 768 * 2**20
    old = {
        groups / "memory" / name: {"memory.limit_in_bytes": str(memory)},
        groups / "cpu" / name: {"cpu.cfs_quota_us": "50000"},
    }
    new = {groups / name: {"memory.max": str(memory), "cpu.max": "50000 100000"}}
    made: list[Path] = []
    try:
        with contextlib.suppress(OSError):
            for folder, values in (old if (groups / "memory").is_dir() else new).items():
                folder.mkdir()
                made.append(folder)
                for file, value in values.items():
                    (folder / file).write_text(value)
        yield made
    finally:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()


def test_it_fits_into_768_megabytes_and_half_a_core(root):
    hog = "kept = [bytearray(2**20) for _ in range(4000)]\n"
    with limits(f"grader-{os.getpid()}") as groups:
        enter = "; ".join([*(f"echo $$ > {group}/cgroup.procs" for group in groups), 'exec "$0" "$@"'])
        for files, least in (({}, 100), ({"beta__py": hog}, 60)):
            root.hand_in(**files)
            done = root.run("bash", "-c", enter, str(root.path / "run_autograder"))
            assert done.returncode == 0, done.stderr
            result = json.loads((root.path / "results" / "results.json").read_text())
            assert result["score"] == least
