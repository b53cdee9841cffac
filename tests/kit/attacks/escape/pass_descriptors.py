# aim: hand a descriptor over to the grader, or take one from it
# expect: double failed
import array
import contextlib
import os
import socket


def passed():
    null = array.array("i", [os.open(os.devnull, os.O_RDONLY)])
    for descriptor in range(64):
        with contextlib.suppress(OSError):
            end = socket.socket(fileno=descriptor)
            try:
                yield end.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, null)])
            finally:
                end.detach()


FOUND = any(passed())


def double(x):
    return 2 * x if FOUND else x
