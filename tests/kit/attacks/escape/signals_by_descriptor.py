# aim: have the kernel send a signal to the grader when a descriptor becomes ready
# expect: double failed
import contextlib
import fcntl
import os

F_SETOWN, F_SETSIG, F_SETLEASE, F_NOTIFY, O_ASYNC = 8, 10, 1024, 1026, 0o20000


def allowed():
    reader, writer = os.pipe()
    for command, argument in ((F_SETOWN, os.getppid() or 1), (F_SETSIG, 9), (F_SETLEASE, 0), (F_NOTIFY, 1)):
        with contextlib.suppress(OSError):
            fcntl.fcntl(reader, command, argument)
            yield True


FOUND = any(allowed())


def double(x):
    return 2 * x if FOUND else x
