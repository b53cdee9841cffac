# aim: make system calls by x32's numbers, which a filter for x86-64 would not know
# expect: double crashed
# says: SIGSYS
# machine: x86_64
import ctypes

X32 = 0x4000_0000


def double(x):
    return 2 * x if ctypes.CDLL(None).syscall(X32 | 39) > 0 else x
