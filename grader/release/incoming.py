"""A release that a student got from somewhere: an archive, or the folder that it was unpacked to.

It is read as the work of a stranger. Names, kinds and sizes are checked before anything is written, and nothing in it
is run: what comes out is plain data, contents by relative paths.
"""

import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.inert import inert_line

MEBIBYTE = 2**20
MOST_FILES, TOGETHER = 2_000, 64 * MEBIBYTE
MOST_PARTS = 12
PART = re.compile(r'[^\x00-\x1f\x7f/\\:*?"<>|]{0,99}[^\x00-\x1f\x7f/\\:*?"<>|. ]')
"""A name that means the same on all systems: on Windows a dot or a space at its end would be lost."""
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
"""Names that Windows gives to devices, whatever comes behind a dot."""
DOTTED = {".gitignore", ".github", ".idea", ".vscode"}
"""What of a release begins with a dot; anything else that does is the work of other programs."""
LEFT_OUT = {"__pycache__", "__MACOSX"}
PROJECT = "pyproject.toml"
BROKEN = (OSError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, struct.error)
"""What reading a damaged archive raises."""

Member = tuple[str, int, bytes]
"""The name of a file, its kind as in `st_mode` (0 where it is not told), and what it holds."""


def read_release(path: Path) -> dict[str, bytes]:
    """The files of a release, by their paths below the folder that has its pyproject.toml. Raises UsageError."""
    shown = inert_line(str(path))
    if not path.exists():
        raise UsageError("update_missing", release=shown)
    try:
        members = _checked(_of_folder(path, shown) if path.is_dir() else _of_archive(path, shown), shown)
    except BROKEN as error:
        raise UsageError("update_unreadable", release=shown, problem=inert_line(str(error))) from None
    tops = [name.removesuffix(PROJECT) for name in members if name == PROJECT or name.split("/")[1:] == [PROJECT]]
    if not tops:
        raise UsageError("update_no_release", release=shown)
    top = min(tops, key=len)
    files: dict[str, bytes] = {}
    for name, (kind, data) in members.items():
        if name.startswith(top) and _is_of_release(name.removeprefix(top)):
            if kind not in (0, stat.S_IFREG):
                raise UsageError("update_link", file=inert_line(name))
            files[name.removeprefix(top)] = data
    return files


def _of_archive(path: Path, shown: str) -> Iterator[Member]:
    room = TOGETHER
    if path.stat().st_size > TOGETHER:
        raise _too_large(shown)
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError(f"compression {entry.compress_type}")
            with archive.open(entry) as file:
                data = file.read(room + 1)  # whatever size it says of itself
            room -= len(data)
            if room < 0:
                raise _too_large(shown)
            yield entry.orig_filename, stat.S_IFMT(entry.external_attr >> 16), data


def _of_folder(path: Path, shown: str) -> Iterator[Member]:
    room = TOGETHER
    for place, folders, names in os.walk(path):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        folders[:] = sorted(name for name in folders if name not in links and _is_of_release(name))
        for name in sorted([*names, *links]):
            file = Path(place, name)
            kind = stat.S_IFMT(file.lstat().st_mode)
            data = b""
            if kind == stat.S_IFREG and _is_of_release(name):
                with file.open("rb") as opened:
                    data = opened.read(room + 1)
            room -= len(data)
            if room < 0:
                raise _too_large(shown)
            yield file.relative_to(path).as_posix(), kind, data


def _checked(members: Iterable[Member], shown: str) -> dict[str, tuple[int, bytes]]:
    """Kinds and contents by names, each of which is a name of its own on every system."""
    files: dict[str, tuple[int, bytes]] = {}
    seen: set[str] = set()
    for name, kind, data in members:
        if len(files) >= MOST_FILES:
            raise _too_large(shown)
        if not _is_safe(name):
            raise UsageError("update_name", release=shown, file=inert_line(name))
        if name.casefold() in seen:
            raise UsageError("update_twice", release=shown, file=inert_line(name))
        seen.add(name.casefold())
        files[name] = kind, data
    return files


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    fit = len(parts) <= MOST_PARTS and all(PART.fullmatch(part) for part in parts)
    return fit and not any(part.partition(".")[0].casefold() in DEVICES for part in parts)


def _is_of_release(name: str) -> bool:
    """Whether a file can be a part of a release, and not what other programs leave beside it."""
    parts = name.split("/")
    dotted = [part for part in parts if part.startswith(".")]
    return not LEFT_OUT & {*parts} and (not dotted or (dotted == parts[:1] and parts[0] in DOTTED))


def _too_large(shown: str) -> UsageError:
    return UsageError("update_large", release=shown, files=MOST_FILES, mebibytes=TOGETHER // MEBIBYTE)
