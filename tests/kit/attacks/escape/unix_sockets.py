# aim: talk to another process by a Unix socket: abstract, by name, or a pair to hand on
# expect: double failed
import contextlib
import socket


def opened():
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as end:
        end.bind("\0autograto-pwned")
        yield True
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as end:
        end.bind("autograto-pwned")
        yield True
    with contextlib.suppress(OSError):
        yield all(socket.socketpair())


FOUND = any(opened())


def double(x):
    return 2 * x if FOUND else x
