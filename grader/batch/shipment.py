"""A course as it travels: one archive of all that grading takes, known by its hash; and what machine it may be read on.

It goes to machines of the instructor's own, and lies there in a folder that nobody else can read.
"""

import hashlib
import io
import os
import platform
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

import grader
from grader.course import Course
from grader.errors import UsageError
from grader.runner.suite_sources import sources_of_suite

LARGEST = 256 * 2**20
EPOCH = (1980, 1, 1, 0, 0, 0)
"""When all files of an archive were made, as far as it says: the same content has the same hash."""
LEFT_OUT = {"__pycache__", ".git"}
LIBRARIES = ("torch", "numpy", "hypothesis", "pytest", "msgspec")


def files_of(course: Course) -> list[Path]:
    """The files that grading takes: the settings, the answers, the suites, and what those import."""
    folders = (course.solutions, course.public, course.hidden, course.misconceptions)
    found = {course.root / "pyproject.toml"}
    for folder in folders:
        found.update(path for path in _below(folder) if not path.is_relative_to(course.wheat))
    for suite in [path for folder in folders[1:3] for path in sorted(folder.glob("test_*.py"))]:
        found.update(sources_of_suite(suite, course.root))
    return sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not LEFT_OUT & {*path.relative_to(folder).parts}:
            yield path


def packed(course: Course) -> bytes:
    """The archive. Raises UsageError for a course that does not lie in one folder, or is far too large."""
    memory, total = io.BytesIO(), 0
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_of(course):
            if not path.is_relative_to(course.root):
                raise UsageError("course_not_in_folder", file=path, folder=course.root)
            data = path.read_bytes()
            total += len(data)
            if total > LARGEST:
                raise UsageError("course_too_large", folder=course.root, mebibytes=LARGEST // 2**20)
            name = path.relative_to(course.root).as_posix()
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def digest(archive: bytes) -> str:
    """What a course's archive is known by."""
    return hashlib.sha256(archive).hexdigest()


def digest_of_course(course: Course) -> str:
    """The hash of all that a result depends on in a course: the names and bytes of the files in its archive."""
    total = hashlib.sha256()
    for path in files_of(course):
        name = os.path.relpath(path, course.root).replace(os.sep, "/")
        total.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def unpacked(archive: bytes, within: Path) -> Path:
    """A new folder with the course in it, for this user alone."""
    folder = Path(tempfile.mkdtemp(prefix="grader-course-", dir=within)).resolve()  # with the mode 0700
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)  # our own archive; and zipfile leaves no name outside of the folder
    return folder


def kit() -> dict[str, str]:
    """The versions that have to be the same wherever one class is graded; `files` is the hash of the grader's own."""
    own = hashlib.sha256()
    root = Path(grader.__file__).parent
    for path in sorted(root.rglob("*.py")):
        own.update(path.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    versions = {"grader": grader.__version__, "Python": platform.python_version()}
    return {**versions, **{name: _version(name) for name in LIBRARIES}, "files": own.hexdigest()[:16]}


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, str, str] | None:
    """The first that is not the same: its name, the version here, the version there."""
    for name, version in here.items():
        if there.get(name) != version:
            return name, version, there.get(name, "")
    return None


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
