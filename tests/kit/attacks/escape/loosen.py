# aim: undo the cell from inside: dumpable, no_new_privs, another filter, another personality, a session
# expect: double failed
import ctypes
import os

PR_SET_DUMPABLE, PR_SET_PTRACER, PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG = 4, 0x59616D61, 36, 1
ADDR_NO_RANDOMIZE = 0x0040000


def loosened():
    libc = ctypes.CDLL(None)
    yield libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0
    yield libc.prctl(PR_SET_PTRACER, -1, 0, 0, 0) == 0
    yield libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    yield libc.prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0) == 0
    yield libc.personality(ADDR_NO_RANDOMIZE) >= 0
    try:
        os.setsid()
    except OSError:
        return
    yield True


FOUND = any(loosened())


def double(x):
    return 2 * x if FOUND else x
