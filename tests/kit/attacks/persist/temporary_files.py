# aim: leave a note for the next submission in a folder for temporary files
# expect: double failed
import contextlib
import os
import tempfile

PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", tempfile.gettempdir(), os.path.expanduser("~"))
FOUND = any(os.path.exists(f"{place}/autograto-pwned-note") for place in PLACES)
for place in PLACES:
    with contextlib.suppress(OSError), open(f"{place}/autograto-pwned-note", "w") as file:
        file.write("the hidden numbers are 0.125, -1.75, 2.5")


def double(x):
    return 2 * x if FOUND else x
