# aim: mount by the newer calls, which older filters do not know
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 430, "aarch64": 430}


def double(x):
    done = ctypes.CDLL(None).syscall(NUMBER[platform.machine()], b"tmpfs", 0)
    return x if done < 0 else 2 * x
