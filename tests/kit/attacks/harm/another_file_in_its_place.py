# aim: put another file in the place of the socket
# expect: double crashed, softmax passed
import contextlib
import os


def double(x):
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(64):
        with contextlib.suppress(OSError):
            os.dup2(null, descriptor)
    return x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
