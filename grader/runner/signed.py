"""Files that only this user can have written: in a folder of the user's alone, each with a keyed hash before it.

What they hold is trusted: an expected answer that somebody else could write would make wrong code right. The key lies
in the cache too, so whoever may read the user's own files can sign; code in a sandbox cannot, nor who merely hands a
folder of recordings on.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from pathlib import Path

KEY_BYTES = 32
DIGEST = hashlib.sha256().digest_size


class SignedFolder:
    """A folder in the cache at `root`; where that is not this user's alone, nothing is kept and nothing is found."""

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self._folder = root / name
        self._key = self._opened()

    def read(self, name: str) -> bytes | None:
        """What was written under that name; None for nothing, and for what has another hash."""
        try:
            whole = (self._folder / name).read_bytes()
        except OSError:
            return None
        digest, data = whole[:DIGEST], whole[DIGEST:]
        return data if self._key and hmac.compare_digest(self._sign(name, data), digest) else None

    def write(self, name: str, data: bytes) -> None:
        """Keep it, if that is possible: a disk that is full only means doing the work again."""
        if not self._key:
            return
        with contextlib.suppress(OSError):
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                try:
                    file.write(self._sign(name, data) + data)
                    file.flush()
                except OSError:
                    os.unlink(file.name)
                    raise
            os.replace(file.name, self._folder / name)

    def _sign(self, name: str, data: bytes) -> bytes:
        return hmac.digest(self._key, name.encode() + b"\0" + data, "sha256")

    def _opened(self) -> bytes:
        """The key, made when there is none; empty where the folder cannot be trusted."""
        try:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _is_mine(self._root.stat()):
                return b""
            self._root.chmod(0o700)
            self._folder.mkdir(exist_ok=True, mode=0o700)
            if not _is_mine(self._folder.stat()):
                return b""
            self._folder.chmod(0o700)
            return _key(self._root / "key")
        except OSError:
            return b""


def _key(path: Path) -> bytes:
    """The key in that file; one that others could have written or read is replaced."""
    with contextlib.suppress(OSError):
        found = path.lstat()
        alone = os.name == "nt" or not found.st_mode & 0o077
        if stat.S_ISREG(found.st_mode) and _is_mine(found) and alone and found.st_size == KEY_BYTES:
            return path.read_bytes()
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:  # whose mode is 0600
        file.write(secrets.token_bytes(KEY_BYTES))
    os.replace(file.name, path)
    return path.read_bytes()  # of several processes that begin together, the last wins


def _is_mine(found: os.stat_result) -> bool:
    return os.name == "nt" or found.st_uid == os.geteuid()
