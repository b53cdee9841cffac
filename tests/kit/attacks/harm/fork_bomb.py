# aim: start processes that start processes until the machine has no room for others
# expect: double failed, softmax passed
import os
import time


def double(x):
    started = 0
    for _ in range(64):
        try:
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
        except OSError:
            break
        started += 1
    return 2 * x if started == 64 else x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
