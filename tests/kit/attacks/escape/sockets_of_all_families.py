# aim: open a socket of any of the kernel's families, by the number of the call
# expect: double failed
# machine: x86_64
import ctypes

LIBC = ctypes.CDLL(None)
FOUND = any(LIBC.syscall(41, family, kind, 0) >= 0 for family in range(46) for kind in (1, 2, 3))


def double(x):
    return 2 * x if FOUND else x
