# aim: speak the wire to every descriptor: a reply of one's own, twice, in front of the true one
# expect: double crashed
# says: speaks without being asked
import contextlib
import os
import struct
import sys


def frame(header):
    return struct.pack("!II", len(header), len(header)) + header


def double(x):
    number = 0
    asking = sys._getframe(1)
    while asking is not None and not number:
        number = getattr(asking.f_locals.get("ask"), "number", 0)
        asking = asking.f_back
    # [[], ["answer", number, true]] in msgpack
    reply = frame(b"\x92\x90\x93\xa6answer\xcf" + number.to_bytes(8, "big") + b"\xc3")
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.write(descriptor, reply * 2)
    return x
