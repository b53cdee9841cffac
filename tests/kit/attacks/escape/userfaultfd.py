# aim: hold the kernel in the middle of a copy, as many exploits do
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 323, "aarch64": 282}


def double(x):
    done = ctypes.CDLL(None).syscall(NUMBER[platform.machine()], 1)
    return x if done < 0 else 2 * x
