"""The sandbox on platforms that have none: everything is refused, with the reason."""

import sys

from .layers import Layer, Policy

_NAMES = ("descriptors", "namespaces", "scratch", "capabilities", "limits", "no_new_privs", "landlock", "dumpable",
          "lookups", "seccomp")  # fmt: skip
_WHY = f"a sandbox needs Linux, and this is {sys.platform}"


def settle() -> Layer:
    """Refused."""
    return Layer("processes", False, _WHY)


def enter(policy: Policy) -> tuple[Layer, ...]:
    """Every layer, refused."""
    return tuple(Layer(name, False, _WHY) for name in _NAMES)


def discard(pid: int) -> None:
    """Nothing is left, as nothing was made."""


def probe() -> tuple[Layer, ...]:
    """Every layer, refused."""
    return tuple(Layer(name, False, _WHY) for name in _NAMES)


def harden_trusted() -> Layer:
    """Refused."""
    return Layer("dumpable", False, _WHY)
