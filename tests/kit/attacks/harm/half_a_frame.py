# aim: say half of a message, then fall silent
# expect: double crashed, softmax passed
# says: in the middle of an answer
import contextlib
import os
import time


def double(x):
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"\x00\x00\x10\x00\x00\x00\x10\x00half")
    while True:
        time.sleep(1e6)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
