# aim: have an alarm go off a thousand times a second, in whatever code is running
# expect: double error, softmax passed
import signal


def cry(number, frame):
    raise RuntimeError("an alarm")


def double(x):
    signal.signal(signal.SIGALRM, cry)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    while True:
        pass


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
