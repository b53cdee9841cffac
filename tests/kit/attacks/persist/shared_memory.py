# aim: leave a note for the next submission in shared memory, by POSIX and by System V
# expect: double failed
import ctypes
import os
from multiprocessing import shared_memory

KEY, SIZE, CREATE = 0x5EC2E7, 4096, 0o1666
LIBC = ctypes.CDLL(None)


def left():
    yield LIBC.shmget(KEY, SIZE, 0) >= 0
    LIBC.shmget(KEY, SIZE, CREATE)
    yield os.path.exists("/dev/shm/autograto-pwned")
    try:
        shared_memory.SharedMemory("autograto-pwned", create=True, size=SIZE)
    except OSError:
        return


FOUND = any(list(left()))


def double(x):
    return 2 * x if FOUND else x
