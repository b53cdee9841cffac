"""Folders and files of a submission, on a disk or in an archive: the two are looked through in the same way."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Generic, Protocol, TypeVar

from grader.intake.archive import MEBIBYTE, Bounds, unpack
from grader.intake.source import Unreadable

TOP = PurePosixPath(".")
DEEPEST = 10


class Tree(Protocol):
    """Paths are relative to the top."""

    def names(self, folder: PurePosixPath) -> Iterator[str]:
        """What is in a folder; may raise OSError."""

    def is_folder(self, path: PurePosixPath) -> bool:
        """Whether there is a folder, which no link stands for."""

    def has(self, path: PurePosixPath) -> bool:
        """Whether there is a file, or a link in its place."""

    def read(self, folder: PurePosixPath, name: str, most: int) -> bytes:
        """The bytes of a regular file inside `folder`, `most` at most. Raises Unreadable."""


class Disk:
    """A folder that is there."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self, folder: PurePosixPath) -> Iterator[str]:
        with os.scandir(self._root / folder) as entries:
            yield from (entry.name for entry in entries)

    def is_folder(self, path: PurePosixPath) -> bool:
        full = self._root / path
        return full.is_dir() and not full.is_symlink()

    def has(self, path: PurePosixPath) -> bool:
        full = self._root / path
        return full.is_file() or full.is_symlink()

    def read(self, folder: PurePosixPath, name: str, most: int) -> bytes:
        return read_regular(self._root / folder, name, most)


File = TypeVar("File")


class _Named(Generic[File]):
    """Files by their paths, and the folders that follow from these."""

    def __init__(self) -> None:
        self._files: dict[PurePosixPath, File] = {}
        self._folders: dict[PurePosixPath, dict[str, None]] = {TOP: {}}

    def _put(self, name: str, file: File) -> None:
        if name.count("/") >= DEEPEST:  # nobody looks deeper, so a long name costs no more than a short one
            return
        path = TOP / name
        self._files[path] = file
        for step in (path, *path.parents[:-1]):
            self._folders.setdefault(step.parent, {})[step.name] = None

    @property
    def paths(self) -> list[str]:
        """Those of all files."""
        return [*map(str, self._files)]

    def names(self, folder: PurePosixPath) -> Iterator[str]:
        yield from self._folders.get(folder, ())

    def is_folder(self, path: PurePosixPath) -> bool:
        return path in self._folders

    def has(self, path: PurePosixPath) -> bool:
        return path in self._files


class Gathered(_Named[Callable[[int], bytes]]):
    """Files from anywhere under names of their own, each with what reads so many bytes of it at most."""

    def __init__(self, files: Mapping[str, Callable[[int], bytes]]) -> None:
        super().__init__()
        for name, read in files.items():
            self._put(name, read)

    def read(self, folder: PurePosixPath, name: str, most: int) -> bytes:
        file = self._files.get(folder / name)
        if file is None:
            raise Unreadable("file_not_regular")
        return file(most)


class Packed(_Named[bytes | Unreadable | None]):
    """What is in an archive; its files that are `wanted` are unpacked at once, and others when they are read."""

    def __init__(self, data: bytes, bounds: Bounds, wanted: Callable[[str], bool]) -> None:
        super().__init__()
        self._data, self._bounds = data, bounds
        for member in unpack(data, bounds, wanted):
            self._put(member.name, member.data)

    @property
    def size(self) -> int:
        """The bytes that it holds."""
        return len(self._data) + sum(len(data) for data in self._files.values() if isinstance(data, bytes))

    def read(self, folder: PurePosixPath, name: str, most: int) -> bytes:
        path = folder / name
        data = self._files.get(path)
        if path in self._files and data is None:
            bounds = replace(self._bounds, file=most)
            data = next(m.data for m in unpack(self._data, bounds, str(path).__eq__) if m.data is not None)
        if isinstance(data, Unreadable):
            raise data
        if data is None:
            raise Unreadable("file_not_regular")
        if len(data) > most:
            raise Unreadable("file_too_large", mebibytes=most // MEBIBYTE)
        return data


def read_regular(folder: Path, name: str, most: int) -> bytes:
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
            data = file.read(most + 1)
    except OSError as error:
        raise Unreadable("file_unreadable", problem=str(error.strerror)) from None
    if len(data) > most:
        raise Unreadable("file_too_large", mebibytes=most // MEBIBYTE)
    return data
