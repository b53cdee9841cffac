# aim: write to a library's file through memory that is shared with it
# expect: double failed
import contextlib
import mmap
import os

import torch


def written():
    with open(torch.__file__, "rb") as file:
        for protection in (mmap.PROT_READ | mmap.PROT_WRITE, mmap.PROT_WRITE):
            with contextlib.suppress(OSError, ValueError):
                mmap.mmap(file.fileno(), 0, flags=mmap.MAP_SHARED, prot=protection)
                yield True
        for call in (
            lambda: os.ftruncate(file.fileno(), os.fstat(file.fileno()).st_size),
            lambda: os.posix_fallocate(file.fileno(), 0, 1),
            lambda: os.copy_file_range(file.fileno(), file.fileno(), 1, 0, 1),
        ):
            with contextlib.suppress(OSError):
                call()
                yield True


FOUND = any(written())


def double(x):
    return 2 * x if FOUND else x
