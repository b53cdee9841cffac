# aim: make system calls by a ring, past a filter of system calls
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 425, "aarch64": 425}


def double(x):
    done = ctypes.CDLL(None).syscall(NUMBER[platform.machine()], 8, ctypes.create_string_buffer(120))
    return x if done < 0 else 2 * x
