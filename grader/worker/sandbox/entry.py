"""The way into a sandbox: the layers in their order, and what each of them said.

A layer is a function that does its part and says what it did, or raises why that was refused. Each takes
away something that those before it needed, so the order is fixed: what opens files goes before what closes them.
When all are there, `CHECKS` tries from inside whether they keep what they promise.
"""

import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from . import checks, kernel, landlock, lookups, namespaces, privileges, readable_paths, scratch, seccomp
from .layers import Layer, Policy


@dataclass
class _Site:
    """What one layer leaves for the next."""

    policy: Policy
    used_bytes: int = 0
    scratch: str = ""
    moved: bool = False  # the root is its own
    counted_alone: bool = False  # the kernel counts the threads of this user namespace by themselves
    outside: str = ""  # a path that is nothing to this process, and cannot be there when the root is its own
    user: int | None = None  # who this process is to be
    kept: int = 0  # a capability that it has even so, as a mask
    limits: dict[int, int] = field(default_factory=dict)
    mounts: dict[str, int] = field(default_factory=dict)  # path → descriptor, of what may be read

    def open_mounts(self) -> None:
        """Open what may be read, by its own name and by those of links to it, for mounting and for Landlock."""
        for name, real in readable_paths.named((*self.policy.readable, *readable_paths.DEVICES)).items():
            self.mounts[name] = os.open(real, os.O_PATH)


def settle() -> Layer:
    """Give the workers to come a process namespace of their own; once, in the zygote, before the first of them.

    The zygote has one thread then, and can start none afterwards (a worker can). What `enter` does again and again
    is worked out here once.
    """
    seccomp.prepare()
    readable_paths.named((*readable_paths.readable(), *readable_paths.DEVICES))
    try:
        namespaces.settle()
        layer = Layer("processes", True, "workers see and signal no process but each other")
    except OSError as error:
        layer = Layer("processes", False, _reason(error))
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    return layer


def enter(policy: Policy) -> tuple[Layer, ...]:
    """Make this process a sandbox, for good; to be called right after the fork. Refusals are told, not raised."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # until the end, as its own `/proc/self` would be closed to it
    privileges.go_first()
    site = _Site(policy)
    layers = [_try(name, apply, site) for name, apply in STEPS]
    for descriptor in site.mounts.values():
        os.close(descriptor)
    return tuple(_checked(layer, site) for layer in layers)


def probe() -> tuple[Layer, ...]:
    """What this machine and this user offer; tried out in a child, so the caller stays as it is."""
    ready, done = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            settle()
            if (worker := os.fork()) == 0:
                layers = enter(Policy(readable_paths.readable(), 1 << 30, 10, 1 << 20, keep=(done,)))
                os.write(done, json.dumps([asdict(layer) for layer in layers]).encode())
            else:
                os.waitpid(worker, 0)
                scratch.discard(worker)
        finally:
            os._exit(0)
    os.close(done)
    with os.fdopen(ready, "rb") as answer:
        found = answer.read()
    os.waitpid(child, 0)
    return tuple(Layer(**entry) for entry in json.loads(found)) if found else ()


def harden_trusted() -> Layer:
    """Close this process's memory and `/proc` to others of the same user, and have no core of it written."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    privileges.no_core()
    return Layer("dumpable", True, "other processes of this user cannot read this one")


def _try(name: str, apply: Callable[[_Site], str], site: _Site) -> Layer:
    if name in site.policy.without:
        return Layer(name, False, "left out on request")
    try:
        return Layer(name, True, apply(site))
    except (OSError, ValueError) as error:
        return Layer(name, False, _reason(error))


def _checked(layer: Layer, site: _Site) -> Layer:
    """The layer, which does not hold after all where a promise of it is not kept."""
    if layer.held and layer.name in CHECKS:
        try:
            CHECKS[layer.name](site)
        except OSError as error:
            return Layer(layer.name, False, _reason(error))
    return layer


def _reason(error: Exception) -> str:
    if not isinstance(error, OSError) or error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror


def _descriptors(site: _Site) -> str:
    """First, as it opens `/dev/null`; with it what else is inherited: session, environment, folder."""
    site.used_bytes = privileges.used_bytes()
    null = os.open(os.devnull, os.O_RDWR)
    for standard in {0, 1, 2}.difference(site.policy.keep):
        os.dup2(null, standard)
    report = site.policy.report if "lookups" not in site.policy.without else None
    privileges.close_all_but({0, 1, 2, *site.policy.keep, *(() if report is None else (report,))})
    with suppress(PermissionError):  # leads a session already
        os.setsid()
    os.umask(0o022)
    os.chdir("/")
    os.environ.clear()
    os.environ.update(privileges.ENVIRONMENT)
    return f"the wire's alone: {', '.join(map(str, site.policy.keep)) or 'none'}"


def _namespaces(site: _Site) -> str:
    names = namespaces.leave()
    if os.getpid() != int(os.readlink("/proc/self")):  # as the old `/proc` calls it
        names.append("pid")
    site.open_mounts()
    site.outside = _outside(site.mounts)
    namespaces.rebuild(site.mounts, site.policy.scratch_bytes)
    site.moved = True
    site.counted_alone = "user" in names
    return ", ".join(names)


def _outside(mounts: Iterable[str]) -> str:
    """Something at the root that leads to nothing that may be read; "" where all does."""
    leading = {path.split("/")[1] for path in (*mounts, namespaces.SCRATCH)}
    return next((f"/{name}" for name in sorted(os.listdir("/")) if name not in leading), "")


def _scratch(site: _Site) -> str:
    if site.moved:
        site.scratch = namespaces.SCRATCH
    else:
        site.scratch = scratch.make()
    os.chdir(site.scratch)
    os.environ.update(dict.fromkeys(("HOME", "PWD", "TMPDIR"), site.scratch))
    tempfile.tempdir = site.scratch
    if not site.moved:
        raise OSError(f"a folder on the disk, each file of it bounded: {site.scratch}")
    return f"{site.scratch}, in memory, at most {site.policy.scratch_bytes >> 20} MiB"


def _capabilities(site: _Site) -> str:
    who = "the one who started this"
    if os.geteuid() == 0:
        try:
            site.kept = privileges.become_nobody(site.policy.readable, site.scratch)
            who, site.user = "nobody", kernel.NOBODY
        except OSError as error:
            who = f"root, in name only, as {_reason(error)}"
    if site.moved and not site.counted_alone and not site.kept:
        with suppress(OSError):  # then threads are counted with those of others
            kernel.unshare(kernel.CLONE_NEWUSER)
            site.counted_alone = True
    privileges.drop_capabilities(site.kept)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # a change of user has switched it off
    os.umask(0o077)
    reads = " but to read Python's closed folders" if site.kept else ""
    return f"none{reads}; the user is {who}"


def _limits(site: _Site) -> str:
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)  # here, as a change of user forgets it
    alone = site.counted_alone and privileges.counts_by_namespace()
    threads = privileges.THREADS + (0 if alone else privileges.threads_of_everybody())
    site.limits = privileges.limit(site.policy, site.used_bytes, threads)
    mebibytes, files = site.policy.memory_bytes >> 20, site.policy.scratch_bytes >> 20
    of_time = f"{site.policy.cpu_seconds} s of CPU"
    return f"{mebibytes} MiB more memory, {of_time}, files of {files} MiB, {threads} threads, no core"


def _no_new_privs(site: _Site) -> str:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    return "for good"


def _landlock(site: _Site) -> str:
    if not site.mounts:
        site.open_mounts()
    rules = [(mount, landlock.READ) for path, mount in site.mounts.items() if path not in readable_paths.WRITABLE]
    rules += [(site.mounts[path], landlock.READ_AND_WRITE) for path in readable_paths.WRITABLE if path in site.mounts]
    if site.scratch:
        site.mounts[site.scratch] = os.open(site.scratch, os.O_PATH)
        rules.append((site.mounts[site.scratch], landlock.SCRATCH))
    return landlock.restrict(rules)


def _dumpable(site: _Site) -> str:
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    return "no core, and no other process of this user may look in"


def _lookups(site: _Site) -> str:
    if site.policy.report is None:
        raise OSError("nobody counts them here")
    return lookups.count(site.policy.report)


def _seccomp(site: _Site) -> str:
    return seccomp.restrict()


STEPS: tuple[tuple[str, Callable[[_Site], str]], ...] = (
    ("descriptors", _descriptors),
    ("namespaces", _namespaces),
    ("scratch", _scratch),
    ("capabilities", _capabilities),
    ("limits", _limits),
    ("no_new_privs", _no_new_privs),  # without capabilities, Landlock and seccomp insist on it
    ("landlock", _landlock),
    ("dumpable", _dumpable),
    ("lookups", _lookups),
    ("seccomp", _seccomp),  # last, as it refuses what all the others do
)

CHECKS: dict[str, Callable[[_Site], None]] = {
    "descriptors": lambda site: checks.descriptors({0, 1, 2, *site.policy.keep}),
    "namespaces": lambda site: checks.hidden(site.outside),
    "capabilities": lambda site: checks.capabilities(site.user, site.kept),
    "limits": lambda site: checks.limits(site.limits),
    "no_new_privs": lambda site: checks.no_new_privs(),
    "landlock": lambda site: checks.landlock(),
    "dumpable": lambda site: checks.dumpable(),
    "seccomp": lambda site: checks.seccomp(),
}
