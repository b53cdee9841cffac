# aim: loop for ever in native code, where no signal of Python's gets through
# expect: double timeout, softmax passed
# says: no answer within
import itertools
import signal


def double(x):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    return sum(itertools.repeat(0))


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
