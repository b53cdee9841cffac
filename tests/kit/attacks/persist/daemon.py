# aim: leave a process behind that lives on when the verdict is given
# expect: double failed
import ctypes
import os
import time

PR_SET_NAME = 15
FOUND = os.path.exists("/tmp/autograto-pwned-daemon")


def stay():
    try:
        if os.fork():
            return
        os.setsid()
        if os.fork():
            os._exit(0)
    except OSError:
        return
    ctypes.CDLL(None).prctl(PR_SET_NAME, b"autograto-pwned", 0, 0, 0)
    with open("/tmp/autograto-pwned-daemon", "w") as file:
        file.write(str(os.getpid()))
    time.sleep(30)
    os._exit(0)


stay()


def double(x):
    return 2 * x if FOUND else x
