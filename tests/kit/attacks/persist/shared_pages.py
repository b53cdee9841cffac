# aim: write into memory that is shared with the process that forks the workers
# expect: double failed
import contextlib
import ctypes

MARK = b"autograto-pwned"


def shared():
    with open("/proc/self/maps") as maps:
        for line in maps:
            span, rights = line.split()[:2]
            if rights == "rw-s":
                start, end = (int(number, 16) for number in span.split("-"))
                yield start, end - start


def marked():
    for start, length in shared():
        yield MARK in ctypes.string_at(start, length)
        ctypes.memmove(start + length - len(MARK), MARK, len(MARK))


FOUND = False
with contextlib.suppress(OSError):
    FOUND = any(list(marked()))


def double(x):
    return 2 * x if FOUND else x
