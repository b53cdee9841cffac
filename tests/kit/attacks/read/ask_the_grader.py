# aim: ask for the reference's answer over the wire, as if one were the side that asks
# expect: double crashed
# says: is not an answer
import contextlib
import os
import struct

HEADER = b"\x92\x90\x94\xa5fetch\x01\xa3toy\xa6double"  # [[], ["fetch", 1, "toy", "double"]] in msgpack


def double(x):
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.write(descriptor, struct.pack("!II", len(HEADER), len(HEADER)) + HEADER)
    return x
