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
    """What the code in a sandbox may do; `memory_bytes` is beyond what the process has when it enters."""

    readable: tuple[str, ...]
    memory_bytes: int
    cpu_seconds: int
    scratch_bytes: int
    keep: tuple[int, ...]
    without: frozenset[str] = frozenset()


FILES = ("landlock", "namespaces")
"""Either keeps the files of this machine out of sight; a whole sandbox has one of them at least."""

ADVICE = {
    "landlock": "Landlock keeps files out of reach: Linux 5.13 or newer, with `landlock` among the LSMs it boots with",
    "namespaces": "namespaces give the code a file system and a network of its own: allow user namespaces "
    "(`sysctl user.max_user_namespaces`, AppArmor's `apparmor_restrict_unprivileged_userns`, the container's profile)",
    "seccomp": "seccomp refuses system calls: Linux on x86-64 or ARM64, with CONFIG_SECCOMP_FILTER",
    "no_new_privs": "no_new_privs keeps set-uid programs from helping: any Linux since 3.5 has it",
    "limits": "limits bound memory, time, files and threads: raise the hard limits of this shell (`ulimit -Ha`)",
    "descriptors": "no descriptor but the wire's may be inherited: `/dev/null` must be there to take their place",
}
"""What a whole sandbox needs, and what to do where it is missing."""


def is_whole(layers: Iterable[Layer]) -> bool:
    """Whether enough layers hold for this to be called a sandbox."""
    return not missing(layers)


def missing(layers: Iterable[Layer]) -> list[str]:
    """What keeps a sandbox from being whole, a sentence each, with what to do about it."""
    found = {layer.name: layer for layer in layers}
    lacking = [name for name in ADVICE if name not in found or not found[name].held]
    if not set(FILES) <= set(lacking):
        lacking = [name for name in lacking if name not in FILES]
    return [f"{ADVICE[name]} (here: {found[name].why if name in found else 'not tried'})." for name in lacking]
