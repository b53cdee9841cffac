"""7z archives, where py7zr is installed: read in a process of its own, which has bounds for memory and time.

py7zr believes what an archive says of itself, so a hostile one can take any memory and any time. The process reads the
archive on its standard input and writes names and bytes to its standard output.
"""

import importlib.util
import subprocess
import sys
from typing import IO, Any

import msgspec

from grader.errors import EngineError
from grader.intake.archive import MEBIBYTE
from grader.intake.source import Unreadable

SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
SUFFIX = ".7z"
MEMORY = 2048 * MEBIBYTE
"""Beyond what it may give."""
SECONDS = 60
SECONDS_A_GIBIBYTE = 300
PROGRAM = r"""
import io, os, sys
import msgspec, py7zr
memory, together = map(int, sys.argv[1:])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
except (ImportError, ValueError, OSError):
    pass
out = {"id": "", "files": {}}
source = io.FileIO(0, closefd=False)
if source.seekable():
    source.seek(0)
    source = io.BufferedReader(source)
else:
    source = io.BytesIO(source.read())
try:
    with py7zr.SevenZipFile(source) as archive:
        infos = archive.list()
        links = {info.filename for info in archive.files if info.is_symlink or info.is_junction}
        sizes = {info.filename: info.uncompressed for info in infos if not info.is_directory}
        if archive.needs_password():
            out["id"] = "archive_encrypted"
        elif sum(sizes.values()) > together:
            out["id"] = "archive_unpacks_large"
        else:
            wanted = [name for name in sizes if name not in links]
            if hasattr(archive, "read"):
                found = archive.read(wanted) if wanted else {}
            else:
                from py7zr.io import BytesIOFactory
                factory = BytesIOFactory(together)
                archive.extract(targets=wanted, factory=factory)
                found = factory.products
            for name, file in found.items():
                file.seek(0)
                out["files"][name] = file.read()
            out["links"] = sorted(links)
except py7zr.exceptions.PasswordRequired:
    out["id"] = "archive_encrypted"
except MemoryError:
    out["id"] = "archive_unpacks_large"
except BaseException:
    out["id"] = "archive_damaged"
sys.stdout.buffer.write(msgspec.msgpack.encode(out))
"""


class _Answer(msgspec.Struct):
    id: str
    files: dict[str, bytes]
    links: list[str] = []


def is_seven_zip(name: str) -> bool:
    """Whether a file with this name is a 7z archive."""
    return name.lower().endswith(SUFFIX)


def read_seven_zip(archive: IO[bytes] | bytes, together: int) -> dict[str, bytes | Unreadable]:
    """The files of a 7z archive, `together` bytes at most. Raises Unreadable; EngineError without py7zr."""
    if importlib.util.find_spec("py7zr") is None:
        raise EngineError("need_seven_zip")
    seconds = SECONDS + SECONDS_A_GIBIBYTE * together // (1024 * MEBIBYTE)
    command = [sys.executable, "-I", "-c", PROGRAM, str(MEMORY + together * 2), str(together)]
    try:
        quiet: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "timeout": seconds}
        if isinstance(archive, bytes):
            ended = subprocess.run(command, input=archive, **quiet)
        else:
            ended = subprocess.run(command, stdin=archive, **quiet)
        answer = msgspec.msgpack.decode(ended.stdout, type=_Answer)
    except (subprocess.TimeoutExpired, msgspec.MsgspecError):
        raise Unreadable("archive_damaged") from None
    if answer.id:
        bound = {"mebibytes": together // MEBIBYTE} if answer.id == "archive_unpacks_large" else {}
        raise Unreadable(answer.id, **bound)
    found: dict[str, bytes | Unreadable] = {**answer.files}
    found.update({name: Unreadable("file_packed_link") for name in answer.links})
    return found
