# aim: write a file outside of the working folder
# expect: double failed
import contextlib
import os
import sys
import tempfile

PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run", "..", "/", os.path.expanduser("~"), sys.prefix, tempfile.gettempdir())
OWN = os.path.realpath(".")


def written():
    for place in PLACES:
        if os.path.realpath(place) != OWN:
            with contextlib.suppress(OSError), open(f"{place}/autograto-pwned-write", "w") as file:
                yield file.write("here")


FOUND = any(written())


def double(x):
    return 2 * x if FOUND else x
