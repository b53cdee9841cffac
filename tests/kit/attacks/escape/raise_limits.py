# aim: lift the limits, or live under those of another process
# expect: double failed
import contextlib
import os
import resource

FREE = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def lifted():
    for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        with contextlib.suppress(OSError, ValueError):
            if resource.getrlimit(which)[1] != resource.RLIM_INFINITY:
                resource.setrlimit(which, FREE)
                yield True
    with contextlib.suppress(OSError, ValueError):
        resource.prlimit(os.getppid() or 1, resource.RLIMIT_NOFILE, (64, 64))
        yield True


FOUND = any(lifted())


def double(x):
    return 2 * x if FOUND else x
