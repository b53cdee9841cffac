"""What a sandbox is asked to be, and what it turned out to be: one `Layer` for each thing that was tried."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """One layer of a sandbox: whether it holds, and why or why not in a line."""

    name: str
    held: bool
    why: str


@dataclass(frozen=True)
class Policy:
    """What the code in a sandbox may do; `memory_bytes` is beyond what the process has when it enters.

    `keep` are the descriptors that stay open. `report` is one that does not: it leads to who counts look-ups.
    """

    readable: tuple[str, ...]
    memory_bytes: int
    cpu_seconds: int
    scratch_bytes: int
    keep: tuple[int, ...]
    without: frozenset[str] = frozenset()
    report: int | None = None


FILES = ("landlock", "namespaces")
"""Either keeps the files of this machine out of sight; a whole sandbox has one of them at least."""

NEEDED = ("landlock", "namespaces", "seccomp", "no_new_privs", "capabilities", "limits", "descriptors")
"""What a whole sandbox has, save that one of `FILES` is enough."""


def is_whole(layers: Iterable[Layer]) -> bool:
    """Whether enough layers hold for this to be called a sandbox."""
    return not missing(layers)


def missing(layers: Iterable[Layer]) -> list[str]:
    """The names of what keeps a sandbox from being whole."""
    held = {layer.name for layer in layers if layer.held}
    lacking = [name for name in NEEDED if name not in held]
    return [name for name in lacking if name not in FILES or set(FILES) <= set(lacking)]
