"""The one place that asks which platform this is: how workers can be started here."""

import sys
from typing import Literal

Start = Literal["fork", "spawn"]


def start_method() -> Start:
    """`fork` where a process that has imported torch can safely fork (Linux), else `spawn`."""
    return "fork" if sys.platform.startswith("linux") else "spawn"


def can_sandbox() -> bool:
    """Whether the cell exists for this platform at all."""
    return sys.platform.startswith("linux")


def has_groups() -> bool:
    """Whether a process and what it started can be ended together."""
    return sys.platform != "win32"


def has_alarm() -> bool:
    """Whether a test that hangs on the trusted side can be interrupted by a signal."""
    return sys.platform != "win32"
