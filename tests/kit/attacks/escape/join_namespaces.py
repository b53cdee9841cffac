# aim: join the namespaces of the parent
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 308, "aarch64": 268}


def double(x):
    done = ctypes.CDLL(None).syscall(NUMBER[platform.machine()], 0, 0)
    return x if done < 0 else 2 * x
