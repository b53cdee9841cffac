# aim: read the environment, one's own and that of every other process
# expect: double failed
import contextlib
import glob
import os


def texts():
    yield repr(dict(os.environ)).encode()
    for name in glob.glob("/proc/*/environ"):
        with contextlib.suppress(OSError), open(name, "rb") as file:
            yield file.read()


FOUND = any(b"canary-of" + b"-the-environment" in text for text in texts())


def double(x):
    return 2 * x if FOUND else x
