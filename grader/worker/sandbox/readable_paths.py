"""Which files of this machine a sandbox may read: a table to argue with, and Python's own folders."""

import functools
import os
import sys

SYSTEM = (
    "/lib",  # shared libraries, of which torch opens some late
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/etc/ld.so.cache",  # where the dynamic linker finds them
    "/etc/localtime",  # the clock's zone, for `datetime` and `time`
    "/usr/share/zoneinfo",
    "/proc/self",  # one's own maps and threads; nobody else's
    "/proc/cpuinfo",  # which instructions torch may use
    "/proc/meminfo",
    "/sys/devices/system/cpu",  # how many processors
)

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
"""Readable in every sandbox; the first may be written to."""

WRITABLE = ("/dev/null",)

TEMPORARY = "/tmp"
"""Where a new root is put together, and where scratch folders are where there can be no new root."""


def readable() -> tuple[str, ...]:
    """Python's library, the packages that are installed for it, and `SYSTEM`: what code with torch opens late."""
    # Conda keeps the shared libraries that torch opens late beside Python's own library.
    python = [f"{sys.base_prefix}/lib", os.path.dirname(os.__file__)]
    installed = [entry for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    return tuple(dict.fromkeys([*python, *installed, *SYSTEM]))


@functools.cache
def named(paths: tuple[str, ...]) -> dict[str, str]:
    """Each of these that is there, by its own name and by that without links, and what it stands for.

    What lies in another of them is left out. `/proc/self` stays a link, as it is another folder in each process.
    """
    links = {path: path if path.startswith("/proc/") else os.path.realpath(path) for path in paths}
    found = {name: real for path, real in links.items() for name in (path, real) if os.path.exists(real)}
    return {name: found[name] for name in sorted(found) if not any(parent in found for parent in _parents(name))}


def _parents(path: str) -> list[str]:
    return [path[:at] for at, letter in enumerate(path) if letter == "/" and at]
