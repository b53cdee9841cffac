"""Runs a command where the kernel refuses namespaces, Landlock or both, as a container's profile or a host may.

`python refusing.py namespaces,landlock COMMAND…` puts a filter of system calls on itself, which the command inherits.
"""

import ctypes
import os
import struct
import sys

CALLS = {
    "namespaces": {"x86_64": (272, 308), "aarch64": (97, 268)},  # unshare, setns
    "landlock": {"x86_64": (444, 445, 446), "aarch64": (444, 445, 446)},
}
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF_0000, 0x0005_0000 | 1


class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse(names: list[str]) -> None:
    """From now on, for this process and all that it starts."""
    numbers = [number for name in names for number in CALLS[name][os.uname().machine]]
    tests = [(IF_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    code = [(LOAD, 0, 0, 0), *tests, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    program = Program(len(code), packed)
    if libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(FILTER), ctypes.byref(program), zero, zero):
        raise OSError(ctypes.get_errno(), "seccomp")


if __name__ == "__main__":
    refuse([name for name in sys.argv[1].split(",") if name])
    os.execvp(sys.argv[2], sys.argv[2:])
