"""One run at a time on one gradebook: a lock that ends with its process, however that ends.

A file is locked beside a gradebook that is a file; in PostgreSQL the lock belongs to a session (`database.py`). A
process that is forked meanwhile gives up what it inherited, or it could hold the lock after its parent has died.
"""

import os
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Protocol

LONGEST = 20


class Taken(Exception):
    """Somebody else has the lock; `process` is its number, "" where it cannot be told."""

    def __init__(self, process: str = "") -> None:
        super().__init__(f"process {process}".strip())
        self.process = process


class Inherited(Protocol):
    """What a child has of its parent's, and gives up."""

    def forget(self) -> None: ...


def forget_in_children(lock: Inherited) -> None:
    """Have every child that is forked from now on forget the lock, as long as there is one."""
    reference = weakref.ref(lock)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.forget()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget)


class FileLock:
    """The lock of a gradebook's file, taken at once or not at all. Raises Taken, OSError."""

    def __init__(self, gradebook: Path) -> None:
        self.path = gradebook.with_name(f".{gradebook.name}.lock")
        self._descriptor = self._taken()
        forget_in_children(self)

    def _taken(self) -> int:
        """Whoever held the lock just before has removed the file: then the one that is there now is what counts."""
        while True:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(descriptor)
                if _lies_there(descriptor, self.path):
                    os.ftruncate(descriptor, 0)
                    os.write(descriptor, str(os.getpid()).encode())
                    return descriptor
            except BlockingIOError:
                process = _written(descriptor)
                os.close(descriptor)
                raise Taken(process) from None
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def release(self) -> None:
        if self._descriptor >= 0:
            with suppress(OSError):
                self.path.unlink()
            self.forget()

    def forget(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def _written(descriptor: int) -> str:
    """The number of the process that has the lock."""
    with suppress(OSError):
        text = os.read(descriptor, LONGEST).decode("ascii", "replace")
        return text if text.isdecimal() else ""
    return ""


def _lies_there(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError as error:
            raise BlockingIOError from error
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
