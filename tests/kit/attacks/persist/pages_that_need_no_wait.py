# aim: leave word by which pages of one of torch's files are in memory, and read what takes no waiting
# expect: double failed
import contextlib
import os

import torch

FILE = os.path.join(os.path.dirname(torch.__file__), "lib", "libtorch_cpu.so")
PLACE = 1 << 24
FOUND = False
with open(FILE, "rb") as file:
    with contextlib.suppress(OSError):
        FOUND = os.preadv(file.fileno(), [bytearray(4096)], PLACE, os.RWF_NOWAIT) == 4096
    os.pread(file.fileno(), 4096, PLACE)


def double(x):
    return 2 * x if FOUND else x
