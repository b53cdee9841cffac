"""The folder of what may be made anew: how large it is, and what is thrown away first.

Only recordings are many and large. They are thrown away oldest first; nothing is lost by it but the time to draw their
examples again.
"""

import atexit
import contextlib
import functools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs

LARGEST = 2 * 2**30
"""Bytes of all recordings; beyond it the oldest go by themselves."""
RECORDING = ".msgpack"


def cache_root() -> Path:
    """Where it is; where there is no home folder, a temporary one of this process."""
    return platformdirs.user_cache_path("autograto") if has_home() else _temporary()


def has_home() -> bool:
    """Whether this user has a folder for what is kept: without HOME and without a name, `~` stays what it is."""
    return platformdirs.user_cache_path("autograto").is_absolute()


@functools.cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="grader-cache-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def size() -> tuple[int, int]:
    """How many files there are, and how many bytes they take."""
    sizes = [size for _, _, size in _files()]
    return len(sizes), sum(sizes)


def prune(largest: int = LARGEST) -> int:
    """Throw the oldest recordings away until all of them take no more than `largest` bytes; how many went."""
    recordings = sorted(file for file in _files() if file[1].suffix == RECORDING)
    total, gone = sum(size for _, _, size in recordings), 0
    for _, path, size in recordings:
        if total <= largest:
            break
        with contextlib.suppress(OSError):
            path.unlink()
            total, gone = total - size, gone + 1
    return gone


def _files() -> Iterator[tuple[float, Path, int]]:
    """Each file with the time when it was last written, and its size."""
    for path in cache_root().rglob("*"):
        with contextlib.suppress(OSError):
            found = path.lstat()
            if not path.is_dir():
                yield found.st_mtime, path, found.st_size
