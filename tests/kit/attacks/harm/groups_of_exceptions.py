# aim: raise a group of exceptions in a group, five thousand deep
# expect: double error, softmax passed
import sys


def double(x):
    error = ValueError("the inmost")
    for _ in range(5_000 if sys.version_info >= (3, 11) else 0):
        error = ExceptionGroup("a group", [error])
    raise error


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
