# aim: raise an exception whose text never ends
# expect: double timeout, softmax passed


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def double(x):
    raise Endless


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
