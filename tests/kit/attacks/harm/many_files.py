# aim: use up the files that a disk can have
# expect: double failed, softmax passed


def made():
    for number in range(5000):
        try:
            with open(f"{number}", "w"):
                pass
        except OSError:
            return number
    return 5000


MADE = made()


def double(x):
    return 2 * x if MADE == 5000 else x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
