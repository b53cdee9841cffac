# aim: load a program into the kernel
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 321, "aarch64": 280}


def double(x):
    done = ctypes.CDLL(None).syscall(
        NUMBER[platform.machine()], 0, ctypes.create_string_buffer(bytes([1, 0, 0, 0] + [4, 0, 0, 0] * 3), 128), 128
    )
    return x if done < 0 else 2 * x
