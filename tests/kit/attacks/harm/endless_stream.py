# aim: write to the wire for ever
# expect: double crashed, softmax passed
import contextlib
import os


def double(x):
    while True:
        for descriptor in range(256):
            with contextlib.suppress(OSError):
                os.write(descriptor, bytes(1 << 16))


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
