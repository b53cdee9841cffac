"""Files of a copy, read and written: into an empty folder, or an archive with the same bytes whenever it is made."""

import io
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.course.student_copy import FOLDER, read_mark
from grader.errors import CourseError, UsageError
from grader.inert import inert_line

MODE = 0o644
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name."""
UNIX = 3

Files = Mapping[str, bytes]
"""What a copy is made of: contents by paths, with slashes."""


def text_of(file: Path) -> str:
    """A file's text, with line ends that are the same everywhere. Raises CourseError where it is none."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CourseError("release_unreadable", file=file, problem=error) from None


def archived(files: Files, top: str = "") -> bytes:
    """An archive of the files, in a folder `top`. They are only stored: what compresses them may differ."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{path}" if top else path, LONG_AGO)
            entry.create_system = UNIX
            entry.external_attr = (stat.S_IFREG | MODE) << 16
            archive.writestr(entry, files[path])
    return data.getvalue()


def check_folder(folder: Path, course: str) -> None:
    """Raises UsageError for a folder that holds something already."""
    name = inert_line(str(folder))
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError("release_no_folder", folder=name)
    if folder.is_dir() and any(folder.iterdir()):
        marks = [mark for path in folder.glob(f"**/{FOLDER}") if (mark := read_mark(path))]
        known = any(mark.course == course for mark in marks)
        raise UsageError("release_earlier" if known else "release_not_empty", folder=name)


def check_archive(archive: Path) -> None:
    """Raises UsageError where no archive can be written: that is better known before anything is graded."""
    if archive.is_dir() or not archive.absolute().parent.is_dir():
        raise UsageError("release_no_archive", archive=inert_line(str(archive)))


def write_folder(files: Files, folder: Path) -> None:
    """Write the files. Raises UsageError."""
    try:
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            target.chmod(MODE)
    except OSError as error:
        raise UsageError("release_unwritable", place=inert_line(str(folder)), problem=error.strerror) from None


def write_archive(files: Files, top: str, archive: Path) -> None:
    """Write an archive of them, whole or not at all. Raises UsageError."""
    try:
        write_whole(archive, archived(files, top))
    except OSError as error:
        raise UsageError("release_unwritable", place=inert_line(str(archive)), problem=error.strerror) from None


def write_whole(target: Path, data: bytes) -> None:
    """Write a file beside its place and then rename it: whole or not at all. Raises OSError."""
    draft = target.with_name(f".{target.name}.update")
    draft.unlink(missing_ok=True)
    try:
        with draft.open("xb") as file:
            file.write(data)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
