"""The filter of system calls: `syscalls.TABLE` as a program for the kernel's little machine (classic BPF).

An allow-list with arguments, put together here, so that it needs no library: libseccomp is not everywhere, and what
it would save are the forty lines below. The program reads the number once and walks along runs of equal answers;
the kernel remembers the numbers whose answer is a plain yes, so a call costs the same with the filter as without.
Calls of another ABI (32-bit code, x32) have other numbers for the same things: fatal.
"""

import ctypes
import functools
import os
import struct
from itertools import groupby

from . import syscalls
from .kernel import PR_SET_SECCOMP, prctl
from .syscalls import CONDITIONS, OWN_PID, Only

SECCOMP_MODE_FILTER = 2
ALLOW, REFUSE, UNKNOWN, KILL = 0x7FFF_0000, 0x0005_0000 | 1, 0x0005_0000 | 38, 0x8000_0000  # EPERM is 1, ENOSYS 38
AUDIT_ARCH = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
X32 = 0x4000_0000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # where they stand in `struct seccomp_data`
LOAD, AND, RETURN = 0x20, 0x54, 0x06
IF_EQUAL, IF_ABOVE, IF_AT_LEAST = 0x15, 0x25, 0x35

Code = list[tuple[int, int, int, int]]
"""Instructions `(operation, skip if true, skip if false, value)`."""


class Program(ctypes.Structure):
    """`struct sock_fprog`: how many instructions, and where they are."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def restrict() -> str:
    """Put the filter on this thread and all that it starts, for good; raises `OSError` where there is none."""
    machine = os.uname().machine
    if not _is_known(machine):
        raise OSError(f"no table of system calls for {machine}")
    template, places = _packed(machine)
    packed = bytearray(template)
    for place in places:
        struct.pack_into("=I", packed, place, os.getpid())
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(Program(len(packed) // 8, bytes(packed))))
    return f"{sum(answer == 'yes' for answer in syscalls.answers(machine).values())} system calls allowed"


def prepare() -> None:
    """Put the program together ahead of `restrict`, which then only fills in the process."""
    if _is_known(os.uname().machine):
        _packed(os.uname().machine)


def _is_known(machine: str) -> bool:
    return machine in syscalls.MACHINES and struct.calcsize("P") == 8  # a 32-bit Python has other numbers


@functools.cache
def _packed(machine: str) -> tuple[bytes, list[int]]:
    """The program as the kernel reads it, with 0 for the process, and where that has to be filled in."""
    code = assemble(machine, OWN_PID)
    places = [8 * at + 4 for at, instruction in enumerate(code) if instruction[3] == OWN_PID]
    return b"".join(struct.pack("=HBBI", *rest, max(value, 0)) for *rest, value in code), places


def assemble(machine: str, pid: int) -> Code:
    """The program for one machine and one process."""
    code: Code = [(LOAD, 0, 0, ARCHITECTURE), (IF_EQUAL, 1, 0, AUDIT_ARCH[machine]), (RETURN, 0, 0, KILL)]
    code += [(LOAD, 0, 0, NUMBER)]
    if machine == "x86_64":
        code += [(IF_AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL)]
    for first, last, answer in _runs(machine):
        block = _block(answer, pid)
        code += [(IF_AT_LEAST, 0, len(block) + 1, first), (IF_ABOVE, len(block), 0, last), *block]
    return [*code, (RETURN, 0, 0, UNKNOWN)]


def _runs(machine: str) -> list[tuple[int, int, str]]:
    """First and last number of each run of neighbours with one answer."""
    pairs = enumerate(sorted(syscalls.answers(machine).items()))
    runs = [
        [entry for _, entry in group] for _, group in groupby(pairs, lambda pair: (pair[1][0] - pair[0], pair[1][1]))
    ]
    return [(run[0][0], run[-1][0], run[0][1]) for run in runs]


def _block(answer: str, pid: int) -> Code:
    """What is done for an answer; it always returns."""
    plain = {"yes": ALLOW, "no": REFUSE, "kill": KILL}
    return [(RETURN, 0, 0, plain[answer])] if answer in plain else _condition(CONDITIONS[answer], pid)


def _condition(only: Only, pid: int) -> Code:
    low = ARGUMENTS + 8 * only.argument
    values = [pid if value == OWN_PID else value for value in only.values]
    upper: Code = [(LOAD, 0, 0, low + 4), (IF_EQUAL, 1, 0, 0), (RETURN, 0, 0, REFUSE)] if only.both_halves else []
    tests: Code = [(IF_EQUAL, len(values) - 1 - at + 1, 0, value) for at, value in enumerate(values)]
    return [*upper, (LOAD, 0, 0, low), (AND, 0, 0, only.mask), *tests, (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
