# aim: speak to the grader as the process would that forks and reaps the workers
# expect: double crashed
# says: is not an answer
import contextlib
import os
import struct

HEADERS = (
    b"\x92\x90\x92\xa6forked\x01",  # [[], ["forked", 1]] in msgpack
    b"\x92\x90\x92\xa6reaped\x00",
    b"\x92\x90\x94\xa5ready\x90\x90\xa1/",
)


def double(x):
    for header in HEADERS:
        for descriptor in range(256):
            with contextlib.suppress(OSError):
                os.write(descriptor, struct.pack("!II", len(header), len(header)) + header)
    return x
