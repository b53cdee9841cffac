"""What the trusted side and the zygote say to each other: fork a worker, reap one.

Orders have numbers, and a report has that of the order that it answers: nobody has to wait for one before the next.
"""

from typing import Any

import msgspec


class Control(msgspec.Struct, frozen=True, array_like=True, tag_field="is"):
    """The root of the control messages."""


class Fork(Control, tag="fork", frozen=True):
    """Fork a worker; its socket comes along as a descriptor. `sandboxed`: it enters the sandbox first.

    `without` names layers that are left out, to test that each other one holds alone.
    """

    sandboxed: bool
    memory_bytes: int
    cpu_seconds: int
    without: list[str]
    number: int = 0


class Reap(Control, tag="reap", frozen=True):
    """Kill this worker with all that it started, and say how it ended."""

    pid: int
    number: int = 0


class Forked(Control, tag="forked", frozen=True):
    """The worker's process number, as the trusted side sees it."""

    pid: int
    number: int


class Reaped(Control, tag="reaped", frozen=True):
    """How a worker ended: its exit status, or minus the signal that ended it."""

    status: int
    number: int


class LayerData(Control, tag="layer", frozen=True):
    """One layer of the sandbox: held or not, and why."""

    name: str
    held: bool
    why: str


class Ready(Control, tag="ready", frozen=True):
    """The zygote's or a worker's first words; a worker says which layers hold, and what a whole sandbox lacks.

    Who has imported torch says what was `found`: the Python, and the file of each package.
    """

    layers: list[LayerData]
    missing: list[str]
    found: dict[str, str] = {}


orders: "msgspec.msgpack.Decoder[Any]" = msgspec.msgpack.Decoder(Fork | Reap)
reports: "msgspec.msgpack.Decoder[Any]" = msgspec.msgpack.Decoder(Forked | Reaped | Ready)
