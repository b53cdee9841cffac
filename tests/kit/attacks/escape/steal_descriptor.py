# aim: take a descriptor out of the parent
# expect: double crashed
# says: SIGSYS
import ctypes
import os

PIDFD_OPEN, PIDFD_GETFD = 434, 438


def double(x):
    libc = ctypes.CDLL(None)
    parent = libc.syscall(PIDFD_OPEN, os.getppid(), 0)
    return x if libc.syscall(PIDFD_GETFD, parent, 1, 0) < 0 else 2 * x
