# aim: make system calls that are newer than the filter
# expect: double failed
import ctypes
import errno

KNOWN_TO_NOBODY = (0, errno.ENOSYS, errno.EPERM)


def taken():
    libc = ctypes.CDLL(None, use_errno=True)
    for number in range(450, 600):
        ctypes.set_errno(0)
        libc.syscall(number, -1, 0, 0, 0, 0, 0)
        yield ctypes.get_errno() not in KNOWN_TO_NOBODY


FOUND = any(taken())


def double(x):
    return 2 * x if FOUND else x
