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


@functools.cache
def readable() -> tuple[str, ...]:
    """Python's library, the packages that are installed for it, and `SYSTEM`: what code with torch opens late.

    Worked out once, in the zygote: what is imported by then is what a worker may go on importing from.
    """
    # Conda keeps the shared libraries that torch opens late beside Python's own library.
    python = [f"{sys.base_prefix}/lib", os.path.dirname(os.__file__)]
    installed = [entry for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    linked = [path for folder in installed for path in behind_links(folder)]
    return tuple(dict.fromkeys([*python, *installed, *linked, *_imported(), *_mapped(), *SYSTEM]))


def behind_links(folder: str) -> list[str]:
    """Where the packages in a folder lie that are links, or folders of links: uv, Nix and Bazel make them."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                found.append(os.path.realpath(entry.path))
            elif entry.is_dir():
                with os.scandir(entry.path) as members:
                    link = next((member.path for member in members if member.is_symlink()), "")
                if link:
                    found.append(os.path.dirname(os.path.realpath(link)))
    return found


def _imported() -> list[str]:
    """The packages that are imported from elsewhere, as PYTHONPATH can name any place, but for the grader's own."""
    files = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items()) if "." not in name}
    return [
        os.path.dirname(file) if os.path.basename(file).startswith("__init__.") else file
        for name, file in files.items()
        if file and name not in ("__main__", "__mp_main__", "grader")
    ]


def _mapped() -> list[str]:
    """The folders of the shared libraries that are loaded: they open others beside them."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
            paths = {line.split(maxsplit=5)[5].strip() for line in file if "/" in line and ".so" in line}
    except OSError:
        return []
    return sorted({os.path.dirname(path) for path in paths if os.path.isfile(path)})


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
