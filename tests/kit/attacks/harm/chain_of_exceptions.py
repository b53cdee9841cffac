# aim: raise with a chain of ten thousand causes, each of them from deep down
# expect: double error, softmax passed


def double(x):
    error = None
    for number in range(10_000):
        try:
            raise ValueError(number) from error
        except ValueError as raised:
            error = raised
    raise error


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
