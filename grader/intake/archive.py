"""An archive's bytes become names and bytes, in memory and within bounds: nothing is ever extracted to a disk.

`zipfile` reads a zip file's directory and `tarfile` a header of a tar file. The walk from header to header is ours:
`tarfile`'s own reads what an archive says of sparse files and long names without any bound.
"""

import io
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from grader.inert import inert_line
from grader.intake.source import Unreadable

MEBIBYTE = 1024 * 1024
READABLE = (".zip", ".tar", ".tgz", ".tar.gz")

# The start of each entry in a zip file's directory; GZIP's first bytes; what a tar file's first header says, and where.
ZIP_ENTRY, GZIP, USTAR, USTAR_AT = b"PK\x01\x02", b"\x1f\x8b", b"ustar", 257
LOCAL_HEADER = 30
ENCRYPTED, UTF_8 = 0x1, 0x800
"""Flags of a zip file's entry."""
BLOCK = 512
LONG_NAME = 64 * 1024
MOST_HEADERS = 8
"""Of a tar file, those before one entry that are none: a long name, a link's, and what is said of all entries."""
PAX_RECORD = re.compile(rb"(\d{1,6}) ")
BROKEN = (
    zipfile.BadZipFile, tarfile.HeaderError, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError,
    IndexError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """How many bytes an archive may have, how many entries, and how many bytes one file and all that are wanted."""

    archive: int
    entries: int
    file: int
    together: int


class Member(NamedTuple):
    """A file of an archive: its path, with `/` between the parts, and its bytes.

    Instead of these there is the reason why it has none, or None where it was not wanted.
    """

    name: str
    data: bytes | Unreadable | None


class Entry(NamedTuple):
    """What an archive says of one entry. `read` gives as many bytes as it is asked for, or all."""

    name: str
    kind: Literal["file", "folder", "link", "other"]
    read: Callable[[int], bytes]


def is_archive(name: str) -> bool:
    """Whether a file with this name is one that `unpack` can read."""
    return name.lower().endswith(READABLE)


def without_suffix(name: str) -> str:
    """The name of an archive without what it ends in."""
    suffix = max(filter(name.lower().endswith, READABLE), key=len)
    return name[: -len(suffix)] or name


def unpack(data: bytes, bounds: Bounds, wanted: Callable[[str], bool] = lambda name: True) -> list[Member]:
    """The files of a zip or tar file (`.tar.gz` as well), in its order. Raises Unreadable for the archive as a whole.

    That is for one that is damaged, encrypted or too large, and for names that two readers would take differently.
    """
    if len(data) > bounds.archive:
        raise Unreadable("archive_too_large", mebibytes=bounds.archive // MEBIBYTE)
    try:
        return list(_members(_entries(data, bounds), bounds, wanted))
    except BROKEN:
        raise Unreadable("archive_damaged") from None


def _members(entries: Iterator[Entry], bounds: Bounds, wanted: Callable[[str], bool]) -> Iterator[Member]:
    seen: set[str] = set()
    room = bounds.together
    for number, entry in enumerate(entries):
        if number >= bounds.entries:
            raise Unreadable("archive_many", most=bounds.entries)
        name = clean_path(entry.name)
        if entry.kind == "folder" or not name:
            continue
        if not wanted(name):
            yield Member(name, None)
            continue
        if name in seen:
            raise Unreadable("archive_twice", name=inert_line(name))
        seen.add(name)
        if entry.kind != "file":
            yield Member(name, Unreadable("file_packed_link" if entry.kind == "link" else "file_not_regular"))
            continue
        content = entry.read(min(bounds.file, room) + 1)
        room -= len(content)
        if room < 0:
            raise Unreadable("archive_unpacks_large", mebibytes=bounds.together // MEBIBYTE)
        large = len(content) > bounds.file
        yield Member(name, Unreadable("file_too_large", mebibytes=bounds.file // MEBIBYTE) if large else content)


def clean_path(name: str) -> str:
    """The parts of a path with `/` between them. Raises Unreadable for one that leads out of the archive."""
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))  # Windows' separators; macOS takes letters apart
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if path.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", path) or "\0" in path:
        raise Unreadable("archive_name", name=inert_line(name))
    return "/".join(parts)


def _entries(data: bytes, bounds: Bounds) -> Iterator[Entry]:
    if data.startswith(GZIP):
        return in_tar(_inflated(data, bounds))
    if data.startswith(USTAR, USTAR_AT):
        return in_tar(data)
    if data.count(ZIP_ENTRY) > bounds.entries:
        raise Unreadable("archive_many", most=bounds.entries)
    return _in_zip(data)


def _inflated(data: bytes, bounds: Bounds) -> bytes:
    decompressor = zlib.decompressobj(wbits=31)  # of a gzip file
    inflated = decompressor.decompress(data, bounds.together + 1)
    if len(inflated) > bounds.together:
        raise Unreadable("archive_unpacks_large", mebibytes=bounds.together // MEBIBYTE)
    if not decompressor.eof:
        raise EOFError
    return inflated


# ── zip ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _in_zip(data: bytes) -> Iterator[Entry]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if any(overlapping(infos, archive.start_dir)):
            raise Unreadable("archive_damaged")
        for info in infos:
            if info.flag_bits & ENCRYPTED:
                raise Unreadable("archive_encrypted")
            yield Entry(zip_name(info), zip_kind(info), zip_reader(archive, info))


def overlapping(infos: list[zipfile.ZipInfo], end: int) -> Iterator[zipfile.ZipInfo]:
    """The entries without bytes of their own: a bomb lets many share the same."""
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        if info.header_offset + LOCAL_HEADER + info.compress_size > end:
            yield info
        end = info.header_offset


def zip_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: without the flag for UTF-8, it is in whatever the packing machine used."""
    name = info.orig_filename
    return name if info.flag_bits & UTF_8 else _spelled(name.encode("cp437"))


def zip_kind(info: zipfile.ZipInfo) -> Literal["file", "folder", "link", "other"]:
    """What an entry says that it is."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.orig_filename.endswith(("/", "\\")) or kind == stat.S_IFDIR:
        return "folder"
    if kind == stat.S_IFLNK:
        return "link"
    return "file" if kind in (0, stat.S_IFREG) else "other"


def zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    """Reads so many bytes of an entry, or all; with all of them the checksum is compared."""

    def read(most: int) -> bytes:
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("archive_method")  # others take memory as the archive says
        with archive.open(info) as file:
            data = file.read(most)
            if len(data) < most:
                file.read(1)
            return data

    return read


def _spelled(name: bytes) -> str:
    """A name in UTF-8, in Korean Windows' encoding, or in that of the first zip programs, which any bytes can be."""
    for encoding in ("utf-8", "cp949"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            pass
    return name.decode("cp437")


# ── tar ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Sliced(Protocol):
    """Bytes that are there, or that come one after the other."""

    def __getitem__(self, part: slice, /) -> bytes: ...

    def __len__(self) -> int: ...


def in_tar(data: Sliced) -> Iterator[Entry]:
    """The entries of a tar file; each is to be read, if at all, before the next is asked for."""
    place, long_name, headers = 0, b"", 0
    while any(block := data[place : place + BLOCK]):
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        start = place + BLOCK
        place = start + -(-header.size // BLOCK) * BLOCK
        headers += 1
        if header.size < 0 or place > len(data) or headers > MOST_HEADERS:
            raise EOFError
        if header.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE):
            body = data[start : start + min(header.size, LONG_NAME)]
            is_pax = header.type == tarfile.XHDTYPE
            long_name = (_pax_path(body) if is_pax else body.partition(b"\0")[0]) or long_name
        elif header.type not in (tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE):
            raw = long_name or header.name.encode("utf-8", "surrogateescape")
            yield Entry(_spelled(raw), _tar_kind(header), _tar_reader(data, start, header.size))
            long_name, headers = b"", 0
    if not block:
        raise EOFError  # a tar file ends with empty blocks; this one was cut


def _tar_kind(header: tarfile.TarInfo) -> Literal["file", "folder", "link", "other"]:
    if header.isdir():
        return "folder"
    if header.issym() or header.islnk():
        return "link"
    return "file" if header.type in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE) else "other"


def _tar_reader(data: Sliced, start: int, size: int) -> Callable[[int], bytes]:
    return lambda most: data[start : start + min(size, most)]


def _pax_path(body: bytes) -> bytes:
    """The `path` in records such as `15 path=one.py`, each with its length before it, and a newline at its end."""
    place, path = 0, b""
    while digits := PAX_RECORD.match(body, place):
        end = place + int(digits[1])
        if not digits.end() < end <= len(body):
            break
        key, _, value = body[digits.end() : end - 1].partition(b"=")
        if key == b"path":
            path = value
        place = end
    return path
