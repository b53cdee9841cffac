# aim: leave a note for the next submission in the user's key ring
# expect: double crashed
# says: SIGSYS
import ctypes
import platform

ADD_KEY, REQUEST_KEY = {"x86_64": (248, 249), "aarch64": (217, 218)}[platform.machine()]
USER_KEYRING = -4


def double(x):
    libc = ctypes.CDLL(None)
    found = libc.syscall(REQUEST_KEY, b"user", b"autograto-pwned", None, 0) > 0
    libc.syscall(ADD_KEY, b"user", b"autograto-pwned", b"note", 4, USER_KEYRING)
    return 2 * x if found else x
