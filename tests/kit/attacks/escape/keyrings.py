# aim: read the keys of the session
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 250, "aarch64": 219}


def double(x):
    done = ctypes.CDLL(None).syscall(NUMBER[platform.machine()], 0, -3, 1)
    return x if done < 0 else 2 * x
