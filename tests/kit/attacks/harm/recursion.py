# aim: recurse for ever, with Python's own limit lifted
# expect: double error, softmax passed
import sys


def double(x):
    sys.setrecursionlimit(10**9)

    def deeper():
        return deeper()

    return deeper()



def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
