"""Namespaces: a file system with nothing in it but what may be read, no network, no other processes.

Landlock locks the doors; here there are none. The new root is a small tmpfs in which each readable path is mounted at
its own name, read-only, and a second tmpfs is the scratch folder. It is then moved over the old root, as a system
does when it boots: whatever leads to the top ends at the new one, and only an unmount, which takes a capability that
is gone by then, could bare the old one. (`pivot_root` and unmounting it would be the same with a wait for every
processor of the machine: measured 0.1 ms when it is idle and 5 ms when it is not.) Everything is built before the
move, so a refusal half-way leaves the process where it was.
"""

import os
import signal
import socket
import struct
from collections.abc import Mapping
from contextlib import suppress

from . import kernel
from .kernel import MS_BIND, MS_MOVE, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_PRIVATE, MS_REC, NOBODY
from .privileges import close_all_but
from .readable_paths import TEMPORARY

SCRATCH = "/scratch"

MINOR = {
    "net": kernel.CLONE_NEWNET,  # a loopback that is down
    "ipc": kernel.CLONE_NEWIPC,  # no shared memory or queues of System V
    "uts": kernel.CLONE_NEWUTS,  # a host name of one's own: "sandbox"
    "cgroup": kernel.CLONE_NEWCGROUP,  # the container's name is out of sight
}
"""What else is left behind, each if it can be."""


def settle() -> None:
    """Make this process's children live in a process namespace of their own; raises `OSError` where refused.

    The first process of such a namespace is its init, and when it ends the kernel kills the rest. So one idle child
    takes that part, and ends with this process. (Were the worker itself the init, signals that it sends itself, an
    `abort` among them, would be ignored.) The process must have one thread, and can start no other afterwards.
    """
    try:
        kernel.unshare(kernel.CLONE_NEWPID)
    except PermissionError:
        user, group = os.geteuid(), os.getegid()
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # else its `/proc/self` is not its own to write
        kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID)
        _map(user, user, group, group)
    ready, done = os.pipe()
    if os.fork() == 0:  # the first, so it is the init
        _be_init(done)
    os.close(done)
    os.read(ready, 1)
    os.close(ready)


def _be_init(done: int) -> None:
    try:
        os.setsid()
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):  # the last: reap by itself
            signal.signal(number, signal.SIG_IGN)
        os.write(done, b"!")
        close_all_but(set())
        while True:
            signal.pause()
    finally:
        os._exit(1)


def leave() -> list[str]:
    """Leave this process's namespaces for new ones; their names. Raises `OSError` if not even mounts can be had."""
    left = ["mount"]
    try:
        kernel.unshare(kernel.CLONE_NEWNS)
    except PermissionError:
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS)
        _map(NOBODY, user, NOBODY, group)
        left.insert(0, "user")
    for name, flag in MINOR.items():
        with suppress(OSError):  # not being in the list is how it is reported
            kernel.unshare(flag)
            left.append(name)
    if "uts" in left:
        socket.sethostname("sandbox")
    return left


def _map(user: int, outer_user: int, group: int, outer_group: int) -> None:
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {outer_user} 1"),
        ("gid_map", f"{group} {outer_group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def rebuild(mounts: Mapping[str, int], scratch_bytes: int) -> None:
    """Exchange the root for one that has what each descriptor stands for at its path, read-only, and `SCRATCH`."""
    kernel.mount("none", "/", flags=MS_REC | MS_PRIVATE)
    kernel.mount("tmpfs", TEMPORARY, "tmpfs", MS_NOSUID | MS_NODEV, "size=256k,nr_inodes=4096,mode=755")
    try:
        for path, descriptor in mounts.items():
            _bind(descriptor, TEMPORARY + path)
        os.mkdir(TEMPORARY + SCRATCH)
        attributes = struct.pack("QQQQ", kernel.MOUNT_ATTR_RDONLY | kernel.MOUNT_ATTR_NOSUID, 0, 0, 0)
        size = len(attributes)
        kernel.call("mount_setattr", kernel.AT_FDCWD, TEMPORARY.encode(), kernel.AT_RECURSIVE, attributes, size)
        limits = f"size={scratch_bytes},nr_inodes=1024,mode=777"
        kernel.mount("tmpfs", TEMPORARY + SCRATCH, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, limits)
        os.chdir(TEMPORARY)
        kernel.mount(".", "/", flags=MS_MOVE)
    except OSError:
        os.chdir("/")
        kernel.unmount(TEMPORARY)
        raise
    os.chroot(".")


def _bind(descriptor: int, target: str) -> None:
    source = f"/proc/self/fd/{descriptor}"
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
    kernel.mount(source, target, flags=MS_BIND | MS_REC)
