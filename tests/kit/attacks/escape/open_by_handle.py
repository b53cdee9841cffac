# aim: open a file by its handle, past every path
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 304, "aarch64": 265}


def double(x):
    done = ctypes.CDLL(None).syscall(NUMBER[platform.machine()], -100, ctypes.create_string_buffer(16), 0)
    return x if done < 0 else 2 * x
