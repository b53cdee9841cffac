# aim: answer rightly, and then take for ever to end
# expect: double passed, softmax passed
import atexit
import time


class Sticky:
    def __del__(self):
        while True:
            time.sleep(1)


STICKY = Sticky()


@atexit.register
def wait():
    while True:
        time.sleep(1)


def double(x):
    return 2 * x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
