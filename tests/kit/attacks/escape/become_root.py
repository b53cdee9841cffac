# aim: become somebody else, root best of all
# expect: double failed
import contextlib
import ctypes
import os


def became():
    for change in (os.setuid, os.setgid, os.seteuid, os.setegid, ctypes.CDLL(None).setfsuid):
        with contextlib.suppress(OSError):
            if change(0) is None and os.geteuid() == 0:
                yield True
    with contextlib.suppress(OSError):
        os.setgroups([0])
        yield True


FOUND = any(became())


def double(x):
    return 2 * x if FOUND else x
