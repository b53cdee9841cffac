"""A submitted folder or file: which of its files are taken, how they are opened, what they hash to.

Nothing of it is imported or run. A section's file that cannot be read as source is kept with the reason, so that it
costs its own section and no other.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course
from grader.errors import SubmissionError
from grader.inert import inert_line
from grader.intake.links import refuse_links
from grader.intake.near import ARCHIVES, NOTEBOOK, near_section, why_ignored
from grader.intake.search import MAX_FILES, inner_files, other_files, python_files, section_folder
from grader.intake.source import Unreadable, decode
from grader.texts import Message

MEBIBYTE = 1024 * 1024
MAX_BYTES = MEBIBYTE
MAX_TOGETHER = 16 * MAX_BYTES
"""Of one file, as it is and as UTF-8, and of all together: the files of sixteen sections, however large."""
MAX_IGNORED = 50


@dataclass(frozen=True)
class SubmittedFile:
    """One file: its `text`, with newlines normalised, or None and the `problem` that says why not.

    `module` is what an import calls it, `lib.losses` for `lib/losses.py`.
    """

    module: str
    name: str
    section: str | None
    text: str | None
    problem: Message | None = None


@dataclass(frozen=True)
class Submission:
    """All files of a student. `hash` depends on the files' names and bytes alone, `name` is safe to print.

    `path` is what was asked for, `folder` the name of the folder with the section files, `ignored` what lies there and
    is not used, each with the reason, and `near` the file that a missing section's was probably meant to be.
    """

    name: str
    files: tuple[SubmittedFile, ...]
    hash: str
    path: str = ""
    folder: str = ""
    ignored: tuple[tuple[str, Message], ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)


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
        folder = section_folder(real, course)
        names = python_files(folder, course)
        if not any(course.section(Path(name).stem) for name in names):
            raise _foreign(folder, shown, names, course)
        return _submission(_told_apart(real, course), shown, folder, names, course, alone=False)
    except OSError as error:
        raise SubmissionError("submission_unreadable", path=shown, problem=error.strerror) from None


def _foreign(folder: Path, shown: str, names: list[str], course: Course) -> SubmissionError:
    """What to say of a folder without any section file: most helpful, which of its files looks like one."""
    others = [*names, *other_files(folder, set(names), MAX_IGNORED)]
    expected = _expected(course)
    for name in others:
        if near := near_section(name, course, [section.id for section in course.sections]):
            return SubmissionError("submission_near", path=shown, file=inert_line(name), wanted=f"{near}.py")
    return SubmissionError("submission_foreign" if others else "submission_empty", path=shown, files=expected)


def _one_file(path: Path, shown: str, course: Course) -> Submission:
    # Not path.resolve(): a link is judged by `_read`, like those in a folder.
    folder, name = path.parent.resolve(), path.name
    if path.suffix != ".py" or course.section(path.stem) is None:
        near = near_section(name, course, [section.id for section in course.sections])
        if path.suffix.lower() in (*ARCHIVES, NOTEBOOK):
            id = "submission_notebook" if path.suffix.lower() == NOTEBOOK else "submission_archive"
            raise SubmissionError(id, path=shown)
        if near:
            raise SubmissionError("submission_near_file", path=shown, wanted=f"{near}.py")
        raise SubmissionError("submission_not_a_section", path=shown, files=_expected(course))
    return _submission(f"{folder.name}/{path.stem}", shown, folder, [name], course, alone=True)


def _told_apart(folder: Path, course: Course) -> str:
    """A folder's name; `alice/exercises` where it bears the name that everybody's bears."""
    common = folder != course.exercises and folder.name in (course.exercises.name, "submission", "src")
    return f"{folder.parent.name}/{folder.name}" if common else folder.name or "submission"


def _expected(course: Course) -> str:
    return ", ".join(section.file for section in course.sections)


def _submission(name: str, shown: str, folder: Path, names: list[str], course: Course, *, alone: bool) -> Submission:
    """All of these files; or the one of them alone, whatever lies beside it."""
    files: list[SubmittedFile] = []
    digests: list[tuple[str, str]] = []
    room = MAX_TOGETHER
    for file in names if alone else _with_inner(names, files, folder):
        module = file.removesuffix(".py").replace("/", ".")
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
    taken = {file.name for file in files}
    missing = [section.id for section in course.sections if section.file not in taken]
    others = [] if alone else other_files(folder, taken, MAX_IGNORED)
    unused = [other for other in others if not (folder / other).is_dir()]
    near = {id: other for other in [*unused, *taken] if (id := near_section(other, course, missing))}
    return Submission(
        inert_line(name),
        tuple(files),
        total,
        path=shown,
        folder=folder.name,
        ignored=tuple((inert_line(other), why_ignored(other, course, missing)) for other in unused),
        near={id: inert_line(other) for id, other in near.items()},
    )


def _with_inner(names: list[str], read: list[SubmittedFile], folder: Path) -> Iterator[str]:
    """The files at the top, and then those in sub-folders that one of them names."""
    yield from names
    if len(names) < MAX_FILES:
        inner = inner_files(folder, MAX_FILES)
        folders = {file.partition("/")[0] for file in inner}
        texts = [file.text for file in read if file.text is not None] if inner else []
        named = {word[0] for text in texts for word in re.finditer(r"\w+", text) if word[0] in folders}
        yield from [file for file in inner if file.partition("/")[0] in named][: MAX_FILES - len(names)]


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
