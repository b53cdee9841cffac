# aim: leave word by which pages of one of torch's files are in memory, and ask for them by mincore
# expect: double failed
import contextlib
import ctypes
import mmap
import os

import torch

LIBC = ctypes.CDLL(None, use_errno=True)
PAGE = mmap.PAGESIZE
FILE = os.path.join(os.path.dirname(torch.__file__), "lib", "libtorch_cpu.so")
FOUND = False
with contextlib.suppress(OSError, ValueError), open(FILE, "rb") as file:
    size = os.fstat(file.fileno()).st_size // 2 // PAGE * PAGE
    pages = mmap.mmap(file.fileno(), 64 * PAGE, mmap.MAP_PRIVATE, offset=size)
    state = (ctypes.c_ubyte * 64)()
    start = ctypes.addressof(ctypes.c_char.from_buffer(pages))
    if LIBC.mincore(ctypes.c_void_p(start), ctypes.c_size_t(64 * PAGE), state) == 0:
        FOUND = all(page & 1 for page in state)
    os.pread(file.fileno(), 64 * PAGE, size)


def double(x):
    return 2 * x if FOUND else x
