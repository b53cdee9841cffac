# aim: write to /proc and /sys: one's own memory and score, the kernel's settings
# expect: double failed
import contextlib
import os

NAMES = (
    "/proc/self/mem",
    "/proc/self/oom_score_adj",
    "/proc/self/comm",
    "/proc/self/uid_map",
    "/proc/self/coredump_filter",
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/vm/overcommit_memory",
    "/sys/kernel/uevent_helper",
)


def opened():
    for name in NAMES:
        with contextlib.suppress(OSError):
            yield os.open(name, os.O_WRONLY)


FOUND = any(opened())


def double(x):
    return 2 * x if FOUND else x
