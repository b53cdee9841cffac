# aim: read who and what is on this machine
# expect: double failed
import contextlib

NAMES = (
    "/etc/passwd",
    "/etc/group",
    "/etc/hosts",
    "/etc/hostname",
    "/etc/resolv.conf",
    "/proc/1/status",
    "/proc/modules",
)


def readable():
    for name in NAMES:
        with contextlib.suppress(OSError), open(name) as file:
            yield file.read()


FOUND = any(readable())


def double(x):
    return 2 * x if FOUND else x
