"""A submitted folder or file: which of its files are taken, how they are opened, what they hash to.

Nothing of it is imported or run. A section's file that cannot be read as source is kept with the reason, so that it
costs its own section and no other.
"""

import hashlib
import heapq
import keyword
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.errors import SubmissionError
from grader.inert import inert_line
from grader.intake.links import refuse_links
from grader.intake.source import Unreadable, decode
from grader.texts import Message

MEBIBYTE = 1024 * 1024
MAX_FILES = 64
MAX_BYTES = MEBIBYTE
MAX_TOGETHER = 16 * MAX_BYTES
"""Of one file, as it is and as UTF-8, and of all together: the files of sixteen sections, however large."""
# pytest and Python look for these by name and run them: they are never even carried.
NEVER = frozenset({"conftest", "sitecustomize", "usercustomize"})


@dataclass(frozen=True)
class SubmittedFile:
    """One file: its `text`, with newlines normalised, or None and the `problem` that says why not."""

    module: str
    name: str
    section: str | None
    text: str | None
    problem: Message | None = None


@dataclass(frozen=True)
class Submission:
    """All files of a student. `hash` depends on the files' names and bytes alone, `name` is safe to print."""

    name: str
    files: tuple[SubmittedFile, ...]
    hash: str


def read_submission(path: Path, course: Course) -> Submission:
    """The section files at `path`, a folder or one file, and the files beside them. Raises SubmissionError."""
    shown = inert_line(str(path))
    refuse_links(path)
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError, ValueError):
        raise SubmissionError("submission_missing", path=shown) from None
    if not stat.S_ISDIR(mode):
        return _one_file(path, shown, course)
    try:
        found = {name: course.section(Path(name).stem) is not None for name in _python_files(real, course)}
    except OSError as error:
        raise SubmissionError("submission_unreadable", path=shown, problem=error.strerror) from None
    if not any(found.values()):
        id = "submission_foreign" if found or any(real.iterdir()) else "submission_empty"
        raise SubmissionError(id, path=shown, files=_expected(course))
    return _submission(real.name or "submission", real, list(found), course)


def _one_file(path: Path, shown: str, course: Course) -> Submission:
    # Not path.resolve(): a link is judged by `_read`, like those in a folder.
    folder, name = path.parent.resolve(), path.name
    if path.suffix != ".py" or course.section(path.stem) is None:
        raise SubmissionError("submission_not_a_section", path=shown, files=_expected(course))
    return _submission(path.stem, folder, [name], course)


def _expected(course: Course) -> str:
    return ", ".join(section.file for section in course.sections)


def _python_files(folder: Path, course: Course) -> list[str]:
    """The names to take: the sections' first, in the course's order, then others by name, `MAX_FILES` in all."""
    order = {section.file: number for number, section in enumerate(course.sections)}

    def names() -> Iterator[str]:
        with os.scandir(folder) as entries:
            for entry in entries:
                stem, suffix = os.path.splitext(entry.name)
                if suffix == ".py" and stem.isidentifier() and not keyword.iskeyword(stem) and stem not in NEVER:
                    yield entry.name

    # nsmallest keeps a folder of a million names from filling the memory.
    return heapq.nsmallest(MAX_FILES, names(), key=lambda name: (order.get(name, len(order)), name))


def _submission(name: str, folder: Path, names: list[str], course: Course) -> Submission:
    files: list[SubmittedFile] = []
    digests: list[tuple[str, str]] = []
    room = MAX_TOGETHER
    for file in names:
        module = Path(file).stem
        section = module if course.section(module) else None
        data: bytes | None = None
        text: str | None = None
        problem: Message | None = None
        try:
            data = _read(folder, file)
            text = _bounded(decode(data), room)
            room -= len(text.encode())
        except Unreadable as error:
            problem = error.about(file)
        files.append(SubmittedFile(module, file, section, text, problem))
        digests.append((file, hashlib.sha256(data).hexdigest() if data is not None else repr(problem)))
    total = hashlib.sha256(repr(sorted(digests)).encode()).hexdigest()
    return Submission(inert_line(name), tuple(files), total)


def _read(folder: Path, name: str) -> bytes:
    """The bytes of a regular file inside `folder`; never waits on a pipe, never leaves the folder by a link."""
    try:
        path = (folder / name).resolve(strict=True)
    except (OSError, RuntimeError):
        raise Unreadable("file_link_broken") from None
    if not path.is_relative_to(folder):
        raise Unreadable("file_link_outside")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Unreadable("file_not_regular")
        with open(os.open(path, flags), "rb") as file:
            # Asked again of the open file: the name may have changed hands in between.
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable("file_not_regular")
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable("file_unreadable", problem=str(error.strerror)) from None
    if len(data) > MAX_BYTES:
        raise Unreadable("file_too_large", mebibytes=MAX_BYTES // MEBIBYTE)
    return data


def _bounded(text: str, room: int) -> str:
    size = len(text.encode())
    if size > MAX_BYTES:
        raise Unreadable("file_too_large", mebibytes=MAX_BYTES // MEBIBYTE)
    if size > room:
        raise Unreadable("files_too_large", mebibytes=MAX_TOGETHER // MEBIBYTE)
    return text
