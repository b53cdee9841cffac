# aim: start threads until the machine has no room for others
# expect: double failed, softmax passed
import threading

WAITING = threading.Event()


def started():
    for number in range(2000):
        try:
            threading.Thread(target=WAITING.wait, daemon=True).start()
        except RuntimeError:
            return number
    return 2000


STARTED = started()


def double(x):
    return 2 * x if STARTED == 2000 else x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
