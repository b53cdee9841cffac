# aim: read from every descriptor that was left open
# expect: double failed
import contextlib
import os
import stat


def regular():
    for descriptor in range(1024):
        with contextlib.suppress(OSError):
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                yield os.pread(descriptor, 1 << 20, 0)


FOUND = any(regular())


def double(x):
    return 2 * x if FOUND else x
