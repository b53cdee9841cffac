# aim: reach the files that other processes have open, and their folders and roots, by /proc/PID
# expect: double failed
import contextlib
import glob
import os

OWN = f"/proc/{os.getpid()}/"


def reached():
    for name in (*glob.glob("/proc/[0-9]*/fd/*"), *glob.glob("/proc/[0-9]*/cwd"), *glob.glob("/proc/[0-9]*/root")):
        if not name.startswith(OWN):
            with contextlib.suppress(OSError):
                yield os.readlink(name)


FOUND = any(reached())


def double(x):
    return 2 * x if FOUND else x
