# aim: read memory that is not there
# expect: double crashed, softmax passed
# says: SIGSEGV
import ctypes


def double(x):
    return ctypes.string_at(8)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
