# aim: sleep for a century, whatever signals come
# expect: double timeout, softmax passed
import signal
import time


def double(x):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1e6)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
