# aim: load a module into the kernel
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 313, "aarch64": 273}


def double(x):
    done = ctypes.CDLL(None).syscall(NUMBER[platform.machine()], -1, b"", 0)
    return x if done < 0 else 2 * x
