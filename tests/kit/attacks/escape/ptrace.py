# aim: trace the parent, and so read and write all that it has
# expect: double crashed
# says: SIGSYS
import ctypes
import os


def double(x):
    done = ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)
    return x if done < 0 else 2 * x
