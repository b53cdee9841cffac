# aim: speak the wire to every descriptor: the reply to a question that was not asked
# expect: double crashed
# says: it answers another question
import contextlib
import os
import struct

HEADER = b"\x92\x90\x93\xa6answer\x7f\xc3"  # [[], ["answer", 127, true]] in msgpack


def double(x):
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.write(descriptor, struct.pack("!II", len(HEADER), len(HEADER)) + HEADER)
    return x
