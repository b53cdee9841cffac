# aim: stop the process, so that it neither answers nor ends
# expect: double timeout, softmax passed
import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
