"""Landlock: after this, only what is named can be opened; everything else is as if locked.

The kernel knows Landlock in versions (ABI); each handles more. What a version does not know stays open to it, so
the other layers must not lean on it: truncating by name (ABI 3), TCP (4), device commands (5), abstract sockets and
signals to others (6). Modes, owners and times of files it has never seen: seccomp refuses those.
"""

import ctypes
import os
import stat
from collections.abc import Iterable

from .kernel import call

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEV = (1 << bit for bit in range(13, 16))

FILES_BY_ABI = {1: (1 << 13) - 1, 2: REFER, 3: TRUNCATE, 5: IOCTL_DEV}
NETWORK_BY_ABI = {4: 0b11}  # bind and connect of TCP
SCOPES_BY_ABI = {6: 0b11}  # abstract Unix sockets and signals

READ = READ_FILE | READ_DIR
READ_AND_WRITE = READ_FILE | WRITE_FILE
SCRATCH = READ | WRITE_FILE | TRUNCATE | MAKE_REG | MAKE_DIR | REMOVE_FILE | REMOVE_DIR | REFER
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def abi() -> int:
    """The version that this kernel speaks; raises `OSError` where it has none or it is switched off."""
    return call("landlock_create_ruleset", None, 0, CREATE_RULESET_VERSION)


def restrict(rules: Iterable[tuple[int, int]]) -> str:
    """Lock this thread and all that come of it to `(descriptor, rights)`; says what the version covers."""
    version = abi()
    handled = _upto(FILES_BY_ABI, version)
    attributes = _Ruleset(handled, _upto(NETWORK_BY_ABI, version), _upto(SCOPES_BY_ABI, version))
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = call("landlock_create_ruleset", ctypes.byref(attributes), size, 0)
    try:
        for descriptor, rights in rules:
            fitting = rights if stat.S_ISDIR(os.fstat(descriptor).st_mode) else rights & OF_A_FILE
            beneath = _Beneath(fitting & handled, descriptor)
            call("landlock_add_rule", ruleset, RULE_PATH_BENEATH, ctypes.byref(beneath), 0)
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
    covered = ["files"] + ["TCP"] * (version >= 4) + ["signals and abstract sockets"] * (version >= 6)
    return f"ABI {version}: {', '.join(covered)}"


def _upto(table: dict[int, int], version: int) -> int:
    return sum(rights for since, rights in table.items() if since <= version)
