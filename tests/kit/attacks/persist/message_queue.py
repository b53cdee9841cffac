# aim: leave a note for the next submission in a queue of the kernel's, or a semaphore
# expect: double failed
import ctypes

KEY, CREATE = 0x5EC2E8, 0o1666
LIBC = ctypes.CDLL(None)
FOUND = LIBC.msgget(KEY, 0) >= 0 or LIBC.semget(KEY, 1, 0) >= 0
LIBC.msgget(KEY, CREATE)
LIBC.semget(KEY, 1, CREATE)


def double(x):
    return 2 * x if FOUND else x
