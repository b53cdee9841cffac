"""Limits and privileges: how much a sandbox may take, and as whom."""

import ctypes
import errno
import os
import resource
import struct
from contextlib import suppress

from . import kernel
from .kernel import NOBODY
from .layers import Policy

THREADS = 64
LOG_BYTES = 72 << 20
"""What torch's profiler, by which a call is watched, takes of the address space for a thread of its own."""

"""Beside the main one; torch itself uses as many as there are processors."""

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "USER": "nobody",
    "LOGNAME": "nobody",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""All of the environment, but for the scratch folder as HOME, PWD and TMPDIR."""

CAP_VERSION_3 = 0x2008_0522
READING = (1 << 2, 1 << 1)
"""CAP_DAC_READ_SEARCH, or CAP_DAC_OVERRIDE where a container has that one alone: modes of files do not count."""

LOCKED_SECUREBITS = 0b1110_1111  # no root, no set-uid fixup, no ambient capabilities; each locked; keep-caps locked off


def used_bytes() -> int:
    """How large this process's address space is now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def limit(policy: Policy, used: int, threads: int) -> dict[int, int]:
    """Set every limit, soft and hard, and say what was set; raises `OSError` or `ValueError` where one is refused."""
    table = {
        resource.RLIMIT_AS: used + policy.memory_bytes + LOG_BYTES,
        resource.RLIMIT_CPU: policy.cpu_seconds,
        resource.RLIMIT_FSIZE: policy.scratch_bytes,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_NPROC: threads,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 1 << 16,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_RTPRIO: 0,
    }
    for which, wanted in table.items():
        hard = resource.getrlimit(which)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (value, value))
        table[which] = value
    return table


def threads_of_everybody() -> int:
    """How many run on this machine: at least as many as this user's, which a limit on threads may count as well."""
    return int(struct.unpack_from("H", kernel.sysinfo(), 80)[0])


def counts_by_namespace() -> bool:
    """Whether this kernel counts the threads of a user namespace by themselves (5.14 and newer)."""
    major, minor = os.uname().release.split(".")[:2]
    return (int(major), int(minor.partition("-")[0])) >= (5, 14)


def become_nobody(readable: tuple[str, ...], scratch: str) -> int:
    """Give root up for `nobody`; the one capability that this one keeps to read Python's files, as a mask, 0 for none.

    Raises `OSError` where there is no such user, or none who can read what there is to read. In a namespace of users
    that a plain one made there may be no other than root; the groups may have to stay there.
    """
    there = [path for path in readable if os.path.exists(path)]
    with suppress(PermissionError):
        os.setgroups([])
    try:
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
        allowed = all(os.access(path, os.R_OK, effective_ids=True) for path in there)
    except OSError:
        raise OSError("there is no other user here") from None
    finally:
        os.seteuid(0)
        os.setegid(0)
    kept = 0
    if not allowed:
        kept = next((mask for mask in READING if mask & _held()[1]), 0)
        if not kept:
            raise OSError("no other user may read Python's files")
        kernel.prctl(kernel.PR_SET_KEEPCAPS, 1)
    if scratch and os.stat(scratch).st_uid == 0:
        os.chown(scratch, NOBODY, NOBODY)
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    return kept


def close_all_but(kept: set[int]) -> None:
    """Close every descriptor but these."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in kept:
            with suppress(OSError):  # the one that the list was read from
                os.close(int(name))


def go_first() -> None:
    """Where the machine runs out of memory, let the kernel take this process and not the one that grades."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def no_core() -> None:
    """No core of this process is written where the kernel writes it to a file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def drop_capabilities(kept: int = 0) -> None:
    """Empty every set of capabilities, but for those that are `kept`, for good; raises `OSError` if more are left."""
    permitted = _held()[1]
    if permitted:  # without any there is nothing to drop, and no right to drop it
        _hold(permitted, permitted)  # a change of user has put them aside
        kernel.prctl(kernel.PR_SET_SECUREBITS, LOCKED_SECUREBITS)
        for capability in range(64):
            try:
                kernel.prctl(kernel.PR_CAPBSET_DROP, capability)
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
                break  # one past the last that this kernel has
        kernel.prctl(kernel.PR_CAP_AMBIENT, 4)  # clear them all
        _hold(kept, kept)
    if _held() != (kept, kept, 0):
        raise OSError("some capabilities could not be dropped")


def _held() -> tuple[int, ...]:
    """Which capabilities are effective, permitted, inheritable, as masks."""
    data = ctypes.create_string_buffer(24)
    kernel.call("capget", struct.pack("=Ii", CAP_VERSION_3, 0), data)
    words = struct.unpack("=6I", data.raw)
    return tuple(words[place] | words[place + 3] << 32 for place in range(3))


def _hold(effective: int, permitted: int) -> None:
    low, high = (effective, permitted, 0), (effective >> 32, permitted >> 32, 0)
    words = [word & 0xFFFF_FFFF for word in (*low, *high)]
    kernel.call("capset", struct.pack("=Ii", CAP_VERSION_3, 0), struct.pack("=6I", *words))
