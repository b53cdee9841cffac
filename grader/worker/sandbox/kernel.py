"""The few calls to the kernel that Python's `os` does not have, each raising `OSError` where it is refused."""

import ctypes
import errno
import functools
import os
from typing import Any

CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x1000_0000, 0x2000_0000, 0x4000_0000

NOBODY = 65534

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 1 << 12, 1 << 13, 1 << 14, 1 << 18
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID = 1, 2
AT_FDCWD, AT_RECURSIVE = -100, 0x8000

PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECCOMP = 1, 3, 4, 8, 22
PR_CAPBSET_DROP, PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 24, 28, 38, 47

_UNSHARE_REFUSALS = {
    errno.EPERM: "namespaces are not for this user here",
    errno.ENOSPC: "this system allows no more namespaces",
    errno.EINVAL: "the process has more threads than one, or the kernel has no such namespace",
}

_NUMBERS = {
    "capget": {"x86_64": 125, "aarch64": 90},
    "capset": {"x86_64": 126, "aarch64": 91},
    "mount_setattr": {"x86_64": 442, "aarch64": 442},
    "seccomp": {"x86_64": 317, "aarch64": 277},
    "landlock_create_ruleset": {"x86_64": 444, "aarch64": 444},
    "landlock_add_rule": {"x86_64": 445, "aarch64": 445},
    "landlock_restrict_self": {"x86_64": 446, "aarch64": 446},
}


def call(name: str, *arguments: Any) -> int:
    """A system call by its name; whole numbers are passed as long, whatever else as it is."""
    number = _NUMBERS[name].get(os.uname().machine)
    if number is None:
        raise OSError(f"{name}: not known for {os.uname().machine}")
    longs = [ctypes.c_long(given) if isinstance(given, int) else given for given in arguments]
    return _checked(_libc().syscall(ctypes.c_long(number), *longs), name)


def prctl(option: int, *arguments: Any) -> int:
    """`prctl(2)`; what is not given is 0, as several options insist."""
    given = [ctypes.c_ulong(value) if isinstance(value, int) else value for value in arguments]
    zeros = [ctypes.c_ulong(0)] * (4 - len(given))
    return _checked(_libc().prctl(option, *given, *zeros), f"prctl {option}")


def unshare(flags: int) -> None:
    """Leave namespaces for new ones."""
    if _libc().unshare(flags) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"unshare: {_UNSHARE_REFUSALS.get(number, os.strerror(number))}")


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str = "") -> None:
    """`mount(2)`."""
    names = [os.fsencode(name) if name else None for name in (source, target, kind)]
    result = _libc().mount(*names, ctypes.c_ulong(flags), options.encode() or None)
    _checked(result, f"mount {target}")


def unmount(target: str) -> None:
    """Take a mount out of this namespace, busy or not."""
    _checked(_libc().umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def sysinfo() -> bytes:
    """`struct sysinfo` as it is."""
    buffer = ctypes.create_string_buffer(256)
    _checked(_libc().sysinfo(buffer), "sysinfo")
    return buffer.raw


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number).lower()}")
    return result
