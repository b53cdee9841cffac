# aim: answer with something that takes its time whenever it is looked at
# expect: double timeout, softmax passed


class Slow(list):
    def __len__(self):
        while True:
            pass

    __iter__ = __len__


class Slower(Slow):
    @property
    def __class__(self):
        while True:
            pass


def double(x):
    return Slower()


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
