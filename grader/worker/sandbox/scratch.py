"""The scratch folder where there is no mount namespace: made on the disk by the worker, removed by its zygote."""

import os
import tempfile

from .kernel import NOBODY
from .readable_paths import TEMPORARY


def make() -> str:
    """A folder of this process's, known by its number as its zygote has it."""
    return tempfile.mkdtemp(prefix=_prefix(os.readlink("/proc/self")), dir=TEMPORARY)


def discard(pid: int) -> None:
    """Remove what a worker that has ended left on the disk, however deep, wide or closed; call it after the reaping."""
    owners = {os.geteuid(), NOBODY} if os.geteuid() == 0 else {os.geteuid()}
    for entry in list(os.scandir(TEMPORARY)):
        if entry.name.startswith(_prefix(str(pid))) and entry.stat(follow_symlinks=False).st_uid in owners:
            _remove(entry.path)


def _prefix(pid: str) -> str:
    return f"sandbox-{pid}-"


def _remove(folder: str) -> None:
    """Empty it level by level, by lifting what is in a folder up to the top: no path gets long, nothing recurses."""
    name, lifted = os.urandom(8).hex(), 0  # none that can have been put in the way
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in list(os.scandir(entry.path)):
                lifted += 1
                os.rename(inner.path, f"{folder}/{name}{lifted}")
            os.rmdir(entry.path)
    os.rmdir(folder)
