# aim: print for ever
# expect: double timeout, softmax passed


def double(x):
    while True:
        print("all work and no play " * 1000)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
