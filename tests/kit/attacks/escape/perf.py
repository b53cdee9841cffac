# aim: watch the processor's counters, and with them what others do
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

NUMBER = {"x86_64": 298, "aarch64": 241}


def double(x):
    done = ctypes.CDLL(None).syscall(
        NUMBER[platform.machine()], ctypes.create_string_buffer(bytes([1, 0, 0, 0, 120]), 120), 0, -1, -1, 0
    )
    return x if done < 0 else 2 * x
