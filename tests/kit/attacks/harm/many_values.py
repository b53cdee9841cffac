# aim: answer with millions of small values
# expect: double error, softmax passed


def double(x):
    return [[None] * 1000] * 5000


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
