# aim: mount a file system over what the grader reads
# expect: double crashed
# says: SIGSYS
import ctypes


def double(x):
    done = ctypes.CDLL(None).mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None)
    return x if done < 0 else 2 * x
