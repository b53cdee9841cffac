# aim: have the socket never wait, and answer with more than it holds
# expect: double crashed, softmax passed
import contextlib
import os


def double(x):
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.set_blocking(descriptor, False)
    return "x" * 8_000_000


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
