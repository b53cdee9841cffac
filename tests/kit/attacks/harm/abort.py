# aim: give up in the middle of a call
# expect: double crashed, softmax passed
# says: SIGABRT
import os


def double(x):
    os.abort()


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
