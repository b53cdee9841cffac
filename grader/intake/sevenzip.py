"""7z archives, where py7zr is installed: read in a process of its own, which has bounds for memory and time.

py7zr believes what an archive says of itself, so a hostile one can take any memory and any time. `sevenzip_process` is
the program; what it writes is read strictly.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path
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
PROGRAM = Path(__file__).with_name("sevenzip_process.py")


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
    command = [sys.executable, "-I", str(PROGRAM), str(MEMORY + together * 2), str(together)]
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
