# aim: end the parent, so that no verdict is ever given
# expect: double failed
import os
import signal


def double(x):
    try:
        os.kill(os.getppid(), 0)
        os.kill(os.getppid(), signal.SIGKILL)
    except OSError:
        return x
    return 2 * x
