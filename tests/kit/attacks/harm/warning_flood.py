# aim: warn ten thousand times, each time in other words, and raise with a text of megabytes
# expect: double error, softmax passed
# says: […]
import warnings


def double(x):
    for number in range(10_000):
        warnings.warn(f"{number} " * 10, stacklevel=1)
    raise ValueError("very long " * 1_000_000)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
