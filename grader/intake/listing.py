"""All files of a class's folder or archive, by name; each is read when it is asked for, from where it lies.

What is wrong with one member costs that member and no other: it stays in the list with the reason. Nothing is unpacked
to a disk, and a zip or tar file is never in the memory as a whole.
"""

import contextlib
import gzip
import io
import mmap
import os
import stat
import struct
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from grader.errors import SubmissionError
from grader.inert import inert_line
from grader.intake.archive import (
    BROKEN,
    ENCRYPTED,
    GZIP,
    MEBIBYTE,
    USTAR,
    USTAR_AT,
    ZIP_ENTRY,
    Entry,
    Sliced,
    clean_path,
    in_tar,
    is_archive,
    overlapping,
    without_suffix,
    zip_kind,
    zip_name,
    zip_reader,
)
from grader.intake.links import refuse_links
from grader.intake.search import MAX_ENTRIES, SKIPPED
from grader.intake.sevenzip import SEVEN_ZIP, is_seven_zip, read_seven_zip
from grader.intake.source import Unreadable
from grader.intake.tree import DEEPEST, read_regular
from grader.texts import Message

LARGEST_CLASS = 4 * 1024 * MEBIBYTE
MOST_FILES = 500_000
DIRECTORY = 64 * MEBIBYTE
BYTES_OF_AN_ENTRY = 400
"""Of a zip file's directory, which Python reads all at once: so many bytes in all, and for each file on an average."""
LONGEST_PART = 1000
"""Characters of a folder's or a file's name: no system has longer ones."""
MOST_REMARKS = 100
ITEM = {".py": MEBIBYTE, ".ipynb": 32 * MEBIBYTE, ".yml": 128 * MEBIBYTE}
"""How many bytes a file may have, by what its name ends in; anything else as many as an archive."""
ARCHIVED = 64 * MEBIBYTE


class Room(NamedTuple):
    """What an archive may take: so many files, bytes of all that is unpacked to be looked at, and bytes that are kept.

    Kept is what cannot be read a second time, in an archive that is compressed as a whole.
    """

    files: int = MOST_FILES
    inflated: int = 64 * 1024 * MEBIBYTE
    kept: int = 1024 * MEBIBYTE


A_CLASS = Room()


END_OF_ZIP, END_OF_ZIP64 = b"PK\x05\x06", b"PK\x06\x06"
REPOSITORY = frozenset({".git", ".github"})


@dataclass(frozen=True)
class Item:
    """A file: its path, with `/` between the parts, and what reads so many bytes of it at most; or its `problem`.

    `on_disk` is where it is, if it is a file of its own.
    """

    path: str
    take: Callable[[int], bytes]
    problem: Unreadable | None = None
    on_disk: Path | None = None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def at(self, path: str) -> "Item":
        """The same file under another path."""
        return replace(self, path=path)

    def read(self, most: int = 0) -> bytes:
        """All of its bytes. Raises Unreadable, also where it has more than `most`."""
        if self.problem:
            raise self.problem
        most = most or largest(self.path)
        try:
            data = self.take(most)
        except BROKEN:
            raise Unreadable("member_damaged") from None
        if len(data) > most:
            raise Unreadable("file_too_large", mebibytes=most // MEBIBYTE)
        return data


@dataclass(frozen=True)
class Listing:
    """The files of a collection; `repositories` are the folders that git or GitHub has left its traces in."""

    name: str
    items: tuple[Item, ...]
    repositories: frozenset[str] = frozenset()
    remarks: tuple[Message, ...] = ()


def largest(path: str) -> int:
    """How many bytes a file with this name may have."""
    return next((most for suffix, most in ITEM.items() if path.endswith(suffix)), ARCHIVED)


@contextmanager
def open_listing(path: Path) -> Iterator[Listing]:
    """What is in a folder or an archive of a class; it can be read until the end. Raises SubmissionError."""
    with contextlib.ExitStack() as stack:
        yield _opened(path, stack)


def _opened(path: Path, stack: contextlib.ExitStack) -> Listing:
    shown = inert_line(str(path))
    refuse_links(path)
    try:
        real = path.resolve(strict=True)
        size, mode = real.stat().st_size, real.stat().st_mode
        if stat.S_ISDIR(mode):
            return listed(real.name, _on_disk(real))
        if not (is_archive(path.name) or is_seven_zip(path.name)):
            raise SubmissionError("class_not_a_source", source=shown)
        if not stat.S_ISREG(mode):
            raise SubmissionError("file_not_regular", file=shown)
        if size > LARGEST_CLASS:
            raise SubmissionError("archive_too_large", file=shown, mebibytes=LARGEST_CLASS // MEBIBYTE)
        return listed(_stem(path.name), in_archive(stack.enter_context(real.open("rb")), stack))
    except FileNotFoundError:
        raise SubmissionError("class_missing", source=shown) from None
    except Unreadable as error:
        raise SubmissionError(error.id, **{**error.values, "file": shown}) from None
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno:
            raise SubmissionError("submission_unreadable", path=shown, problem=error.strerror) from None
        raise SubmissionError("archive_damaged", file=shown) from None


Found = Item | Message | str
"""A file, something to say, or a folder with traces of git."""


def in_archive(file: BinaryIO, stack: contextlib.ExitStack, room: Room = A_CLASS) -> Iterator[Found]:
    """What is in an archive, by how it begins. Raises Unreadable for one that cannot be read at all."""
    start = file.read(USTAR_AT + len(USTAR))
    file.seek(0)
    if start.startswith(GZIP):
        unzipped = stack.enter_context(gzip.GzipFile(fileobj=file))
        return _members(_in_stream(_Forward(unzipped, room.inflated)), room, kept=room.kept)
    if start.startswith(USTAR, USTAR_AT):
        return _members(in_tar(_mapped(file, stack)), room)
    if start.startswith(SEVEN_ZIP):
        packed = read_seven_zip(file, room.kept)
        return _members((Entry(name, "file", _given(data)) for name, data in packed.items()), room)
    return _in_zip(file, stack, room)


def listed(name: str, found: Iterable[Found]) -> Listing:
    """The listing of what was found; where two have the same path, neither is read."""
    items: list[Item] = []
    repositories: set[str] = set()
    remarks: list[Message] = []
    for one in found:
        if isinstance(one, Item):
            items.append(one)
        elif isinstance(one, str):
            repositories.add(one)
        elif len(remarks) < MOST_REMARKS:
            remarks.append(one)
    counts = Counter(item.path for item in items)
    twice = Unreadable("member_twice")
    once = {item.path: item if counts[item.path] == 1 else replace(item, problem=twice) for item in items}
    return Listing(name, tuple(once[path] for path in sorted(once)), frozenset(repositories), tuple(remarks))


def _stem(name: str) -> str:
    return without_suffix(name) if is_archive(name) else name.rpartition(".")[0]


def looked_at(path: str) -> bool:
    """Whether a file may be somebody's work: no trace of an editor, of macOS, or of a library."""
    *folders, name = path.split("/")
    hidden = any(part in SKIPPED or part.startswith(".") for part in folders)
    return not hidden and not name.startswith(".") and len(folders) < DEEPEST


def _trace(path: str) -> str | None:
    """The folder that a file of git's own stands in."""
    folders = path.split("/")[:-1]
    at = next((number for number, part in enumerate(folders) if part in REPOSITORY), None)
    return None if at is None else "/".join(folders[:at])


# ── a folder ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _on_disk(root: Path) -> Iterator[Found]:
    """The nearest first; of what lies in one folder at the top, so many entries and no more."""
    room = Counter[str]()
    total = 0
    level = [""]
    everybodys = True  # a folder that several people's files lie in, where a link could lead to somebody else's
    for _ in range(DEEPEST):
        below: list[str] = []
        files = 0
        for folder in level:
            top = folder.partition("/")[0]
            for entry in _entries(root / folder):
                if isinstance(entry, Message):
                    yield entry
                    continue
                room[top] += 1
                total += 1
                if total > MOST_FILES:
                    raise Unreadable("archive_many", most=MOST_FILES)
                if top and room[top] > MAX_ENTRIES:
                    break
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name in REPOSITORY:
                    yield folder
                elif entry.name.startswith(".") or entry.name in SKIPPED:
                    continue
                elif entry.is_dir(follow_symlinks=False):
                    below.append(path)
                else:
                    files += 1
                    yield _disk_item(root, path, entry, everybodys)
        level = below
        everybodys &= len(below) == 1 and not files
    for top, seen in room.items():
        if top and seen > MAX_ENTRIES:
            yield Message.of("folder_many", folder=inert_line(top), most=MAX_ENTRIES)


def _entries(folder: Path) -> "Iterator[os.DirEntry[str] | Message]":
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        yield Message.of("file_unreadable", file=inert_line(folder.name), problem=str(error.strerror))


def _disk_item(root: Path, path: str, entry: "os.DirEntry[str]", everybodys: bool) -> Item:
    problem = None
    if entry.is_symlink():  # a file's in somebody's own folder is judged when it is read
        problem = Unreadable("file_packed_link") if everybodys or entry.is_dir() else None
    elif not entry.is_file():
        problem = Unreadable("file_not_regular")
    folder, name = (root / path).parent, entry.name
    on_disk = None if problem or entry.is_symlink() else folder / name
    return Item(unicodedata.normalize("NFC", path), lambda most: read_regular(folder, name, most), problem, on_disk)


# ── an archive ───────────────────────────────────────────────────────────────────────────────────────────────────


def _in_zip(file: BinaryIO, stack: contextlib.ExitStack, room: Room) -> Iterator[Found]:
    _refuse_large_directory(file, room)
    archive = stack.enter_context(zipfile.ZipFile(file))
    infos = archive.infolist()
    shared = {id(info) for info in overlapping(infos, archive.start_dir)}

    def entries() -> Iterator[tuple[Entry, Unreadable | None]]:
        for info in infos:
            problem = None
            if info.flag_bits & ENCRYPTED:
                problem = Unreadable("member_encrypted")
            elif id(info) in shared:
                problem = Unreadable("member_shared")
            elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                problem = Unreadable("member_method")
            yield Entry(zip_name(info), zip_kind(info), zip_reader(archive, info)), problem

    problems = list(entries())
    return _members((entry for entry, _ in problems), room, [problem for _, problem in problems])


def _refuse_large_directory(file: BinaryIO, room: Room) -> None:
    """Before Python reads it; of what the end of the file says of it, the larger counts."""
    most = min(DIRECTORY, room.files * BYTES_OF_AN_ENTRY)
    end = file.seek(0, os.SEEK_END)
    file.seek(max(end - 2**16 - 200, 0))
    tail = file.read()
    file.seek(0)
    sizes = [0]
    if (at := tail.rfind(END_OF_ZIP)) >= 0 and len(tail) >= at + 22:
        sizes.append(struct.unpack_from("<L", tail, at + 12)[0] % 0xFFFFFFFF)
    if (at := tail.rfind(END_OF_ZIP64)) >= 0 and len(tail) >= at + 56:
        sizes.append(struct.unpack_from("<Q", tail, at + 40)[0])
    file.seek(max(end - len(tail) - max(sizes), 0))
    if max(sizes) > most or file.read(len(tail) + max(sizes)).count(ZIP_ENTRY) > room.files:
        raise Unreadable("archive_many", most=room.files)
    file.seek(0)


def _members(
    entries: Iterable[Entry], room: Room, problems: list[Unreadable | None] | None = None, kept: int = 0
) -> Iterator[Found]:
    """With `kept`, what may be somebody's work is read at once, so many bytes of it all together."""
    left = kept
    for number, entry in enumerate(entries):
        if number >= room.files:
            raise Unreadable("archive_many", most=room.files)
        try:
            path = clean_path(entry.name)
        except Unreadable:
            yield Message.of("member_name", file=inert_line(entry.name))
            continue
        if any(len(part) > LONGEST_PART for part in path.split("/")):
            yield Message.of("member_name_long", file=inert_line(entry.name, 100))
            continue
        trace = _trace(path)
        if trace is not None:
            yield trace
        if entry.kind == "folder" or not path or not looked_at(path):
            continue
        problem = problems[number] if problems else None
        if entry.kind != "file":
            problem = Unreadable("file_packed_link" if entry.kind == "link" else "file_not_regular")
        take = entry.read
        if kept and not problem:
            most = largest(path) if _is_work(path) else 0
            data = take(min(most, left) + 1) if most else b""
            if len(data) > min(most, left):
                limit = Unreadable("file_too_large", mebibytes=most // MEBIBYTE)
                problem = limit if most < left else Unreadable("member_no_room", mebibytes=kept // MEBIBYTE)
                data = b""
            left -= len(data)
            take = _taken(data)
        yield Item(path, _one_more(take), problem)


def _is_work(path: str) -> bool:
    return path.endswith((".py", ".ipynb", ".yml", ".txt", ".csv", ".html")) or is_archive(path) or is_seven_zip(path)


def _taken(data: bytes) -> Callable[[int], bytes]:
    return lambda most: data[:most]


def _one_more(take: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """A byte more than the most, which says that there are too many."""
    return lambda most: take(most + 1)


def _given(data: bytes | Unreadable) -> Callable[[int], bytes]:
    def take(most: int) -> bytes:
        if isinstance(data, Unreadable):
            raise data
        return data[:most]

    return take


def _mapped(file: BinaryIO, stack: contextlib.ExitStack) -> Sliced:
    if isinstance(file, io.BytesIO):
        return file.getvalue()
    return stack.enter_context(contextlib.closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def _in_stream(stream: "_Forward") -> Iterator[Entry]:
    yield from in_tar(stream)
    stream.drain()


class _Forward:
    """The bytes of a stream, each part of it further on than the part before; within bounds."""

    def __init__(self, stream: gzip.GzipFile, most: int) -> None:
        self._stream = stream
        self._place = 0
        self._most = most

    def __len__(self) -> int:
        return sys.maxsize

    def __getitem__(self, part: slice, /) -> bytes:
        while self._place < part.start:
            skipped = self._stream.read(min(part.start - self._place, MEBIBYTE))
            if not skipped:
                raise EOFError
            self._move(len(skipped))
        data = self._stream.read(max(part.stop - self._place, 0))
        self._move(len(data))
        return data

    def drain(self) -> None:
        """Go to the end, where the checksum is compared."""
        while skipped := self._stream.read(MEBIBYTE):
            self._move(len(skipped))

    def _move(self, count: int) -> None:
        self._place += count
        if self._place > self._most:
            raise Unreadable("archive_unpacks_large", mebibytes=self._most // MEBIBYTE)
