# aim: answer with a whole number of a hundred million digits
# expect: double error, softmax passed
# says: a whole number of


def double(x):
    return 1 << (1 << 28)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
