# aim: start a process, by each of the calls that can
# expect: double failed
import contextlib
import ctypes
import os
import platform

CLONE = {"x86_64": 56, "aarch64": 220}[platform.machine()]
CLONE3, SIGCHLD = 435, 17
SIZED = ctypes.create_string_buffer(bytes(32) + bytes([SIGCHLD]) + bytes(31), 64)


def started():
    libc = ctypes.CDLL(None)
    for start in (
        os.fork,
        lambda: libc.fork(),
        lambda: libc.syscall(CLONE, SIGCHLD, 0, 0, 0, 0),
        lambda: libc.syscall(CLONE3, SIZED, 64),
    ):
        with contextlib.suppress(OSError):
            pid = start()
            if pid == 0:
                os._exit(0)
            yield pid > 0


FOUND = any(started())


def double(x):
    return 2 * x if FOUND else x
