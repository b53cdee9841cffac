# aim: open a connection, by TCP, UDP or a packet of one's own making
# expect: double failed
import contextlib
import socket

KINDS = (
    (socket.AF_INET, socket.SOCK_STREAM),
    (socket.AF_INET, socket.SOCK_DGRAM),
    (socket.AF_INET6, socket.SOCK_STREAM),
    (socket.AF_INET, socket.SOCK_RAW),
    (socket.AF_NETLINK, socket.SOCK_RAW),
)


def opened():
    for family, kind in KINDS:
        with contextlib.suppress(OSError), socket.socket(family, kind) as end:
            end.bind((0, 0) if family == socket.AF_NETLINK else ("", 0))
            yield end.getsockname()


FOUND = any(opened())


def double(x):
    return 2 * x if FOUND else x
