"""Examples drawn once: what each test drew, asked and heard on the reference, kept on disk between runs.

A recording is found again under the hash of everything that it depends on: the suite, the reference, the engine,
the versions and the seed. Values are kept in the wire's own format, read as strictly as anything from a worker.
"""

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import hypothesis
import msgspec
import numpy as np
import torch

import grader
from grader.boundary.transport import Exchange
from grader.runner.cache import cache_root, prune
from grader.runner.signed import SignedFolder
from grader.wire.frames import WireError, pack, unpack
from grader.wire.nodes import AnyNode
from grader.wire.packing import Packer, Stays
from grader.wire.unpacking import Unpacker

ROOM, OF_PROCESSES = "examples", "examples-process"
"""Folders of the cache; the second is for runs in which a submission that has no sandbox could write to it."""
LARGEST = 32 * 2**20
"""Bytes of one test's recording; a larger one is drawn live each time."""


class Example(msgspec.Struct, frozen=True, array_like=True):
    """What was drawn, as a frame, and the calls that followed on `submission` and on `reference`."""

    drawn: bytes
    submission: list[Exchange]
    reference: list[Exchange]


class RecordedTest(msgspec.Struct, frozen=True, array_like=True):
    """One test on the reference. Without examples: it cannot be replayed, and runs live."""

    examples: list[Example]


class Drawn(msgspec.Struct, frozen=True, array_like=True):
    """The arguments that hypothesis drew."""

    arguments: list[tuple[str, AnyNode]]


_drawn = msgspec.msgpack.Decoder(Drawn)
_file = msgspec.msgpack.Decoder(dict[str, RecordedTest])


def pack_drawn(arguments: dict[str, Any]) -> bytes | None:
    """What was drawn as a frame, None when it is no plain data."""
    packer = Packer()
    try:
        nodes = [(name, packer.pack(value)) for name, value in arguments.items()]
        return pack(Drawn(nodes), packer.blobs)
    except (Stays, WireError):
        return None


def unpack_drawn(frame: bytes) -> dict[str, Any]:
    """The arguments in a frame; raises `WireError`."""
    drawn, blobs = unpack(frame, _drawn)
    unpacker = Unpacker(blobs, lambda ref: None)
    return {name: unpacker.unpack(node) for name, node in drawn.arguments}


class Recordings:
    """The recordings of one suite's file; read when first asked for, written when something is new."""

    def __init__(self, files: Iterable[Path], seed: int, room: str = ROOM) -> None:
        self._folder = SignedFolder(cache_folder().parent, room)
        self._name = f"{digest_of(files, seed)}.msgpack"
        self._known = self._read()
        self._new = False

    @property
    def are_kept(self) -> bool:
        """Whether anything was kept under this hash before; what is missing even so is recorded when it is needed."""
        return bool(self._known)

    def find(self, test: str) -> RecordedTest | None:
        return self._known.get(test)

    def keep(self, test: str, recording: RecordedTest) -> None:
        size = sum(
            len(call.frame) + len(call.reply) for one in recording.examples for call in one.submission + one.reference
        )
        self._known[test] = recording if size < LARGEST else RecordedTest([])
        self._new = True

    def save(self) -> None:
        """Write what is new; a folder that cannot be written to only means drawing again next time."""
        if not self._new:
            return
        self._folder.write(self._name, msgspec.msgpack.encode(self._known))
        prune()
        self._new = False

    def _read(self) -> dict[str, RecordedTest]:
        """What is on disk; a file that was cut or changed there is as good as none."""
        data = self._folder.read(self._name)
        try:
            return _file.decode(data) if data else {}
        except msgspec.MsgspecError:
            return {}


def cache_folder() -> Path:
    """Where recordings are kept."""
    return cache_root() / ROOM


def versions() -> dict[str, str]:
    """The versions that an outcome depends on."""
    import platform

    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "numpy": np.__version__,
        "hypothesis": hypothesis.__version__,
        "grader": grader.__version__,
    }


def digest_of(files: Iterable[Path], seed: int) -> str:
    """The hash of everything that an outcome depends on beside the submission: files, engine, versions, seed."""
    digest = hashlib.sha256(repr((sorted(versions().items()), seed, _engine())).encode())
    for path in files:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


@functools.cache
def _engine() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(grader.__file__).parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
