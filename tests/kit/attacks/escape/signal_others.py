# aim: find a process, a group or a session that takes a signal
# expect: double failed
import contextlib
import os


def reached():
    for pid in (-1, 0, *range(1, 2000)):
        if pid != os.getpid():
            with contextlib.suppress(OSError):
                os.kill(pid, 0)
                yield pid
    with contextlib.suppress(OSError):
        os.killpg(0, 0)
        yield 0
    with contextlib.suppress(OSError):
        yield os.pidfd_open(os.getppid())


FOUND = any(pid is not None for pid in reached())


def double(x):
    return 2 * x if FOUND else x
