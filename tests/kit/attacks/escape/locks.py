# aim: lock a library's file, as a sign to another submission or to keep the next reader waiting
# expect: double failed
import contextlib
import fcntl

import torch

FILE = open(torch.__file__)  # noqa: SIM115 - it stays locked


def locked():
    with contextlib.suppress(OSError):
        fcntl.flock(FILE, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    with contextlib.suppress(OSError):
        fcntl.lockf(FILE, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield True


FOUND = any(locked())


def double(x):
    return 2 * x if FOUND else x
