# aim: read who and what is on this machine
# expect: double failed
import contextlib


def readable():
    for name in ("/etc/passwd", "/etc/hosts", "/etc/hostname", "/proc/mounts", "/proc/1/status", "/proc/net/tcp"):
        with contextlib.suppress(OSError), open(name) as file:
            yield file.read()


FOUND = any(readable())


def double(x):
    return 2 * x if FOUND else x
