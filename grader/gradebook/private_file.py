"""Files with grades in them: each is there whole or not at all, and only its owner can read it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from grader.errors import EngineError, UsageError
from grader.inert import inert_line

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_private(path: Path, data: bytes, within: Path | None = None) -> None:
    """Write a file, or put it in the place of one. Raises UsageError where none can be made, EngineError after that.

    With `within`, no link below that folder is followed: what lies in it may be what students have handed in.
    """
    name = inert_line(str(path))
    try:
        target = path.resolve()  # a link stays one
        if within and path.parent.resolve() != within.resolve() / path.parent.relative_to(within):
            raise UsageError("private_is_link", file=name)
        if within and path.is_symlink():
            target = path.parent.resolve() / path.name
            target.unlink()
        if target.is_dir():
            raise UsageError("private_is_folder", file=name)
        if target.exists() and not target.is_file():
            raise UsageError("private_is_device", file=name)
        draft = target.with_name(f".{secrets.token_hex(8)}.tmp")
        descriptor = os.open(draft, NEW, 0o600)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError("private_refused", file=name, problem=_why(error)) from None
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except (OSError, ValueError) as error:
        raise EngineError("private_failed", file=name, problem=_why(error)) from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def private_folder(path: Path) -> None:
    """A folder that is there, and new if it was not. Raises UsageError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise UsageError("private_refused", file=inert_line(str(path)), problem=_why(error)) from None


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
