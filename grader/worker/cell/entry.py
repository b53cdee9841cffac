"""The way into a cell: the layers in their order, and what each of them said.

A layer is a function that returns what it did or raises what it was refused for. The order matters: each takes away
something that those before it needed.
"""

import ctypes
import json
import os
import signal
import struct
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from . import bounds, kernel, landlock, places, rooms, seccomp
from .layers import SCRATCH_ON_DISK, Layer, Policy

REFUSED = (OSError, ValueError)


class Withheld(OSError):
    """A layer that a test wants to do without."""


@dataclass
class Site:
    """What one layer leaves for the next."""

    policy: Policy
    used_bytes: int = 0
    scratch: str = ""
    moved: bool = False  # into a root of its own
    own_user: bool = False  # in a user namespace of its own, whose threads are counted by themselves
    root: bool = False  # still uid 0 of the whole machine
    readable: list[tuple[str, int]] = field(default_factory=list)
    devices: list[tuple[str, int]] = field(default_factory=list)


def enter(policy: Policy) -> tuple[Layer, ...]:
    """Make this process a cell, for good; call it in the child, right after the fork. Refusals are said, not raised."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # until the end: else its own `/proc/self` is closed to it
    site = Site(policy, bounds.used_bytes())
    layers = []
    for name, apply in STEPS:
        try:
            if name in policy.without:
                raise Withheld("left out on request")
            layers.append(Layer(name, True, apply(site)))
        except REFUSED as error:
            layers.append(Layer(name, False, error.strerror or str(error)))
        if name == "namespaces" ...
    return tuple(layers)
