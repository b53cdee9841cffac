# aim: reach what may not be named by a link to it in the working folder
# expect: double failed
import contextlib
import os


def reached():
    for number, target in enumerate(("/etc/passwd", "/proc/1/environ", "/root", "/home", "/", "../..")):
        with contextlib.suppress(OSError):
            os.symlink(target, f"link{number}")
            yield os.open(f"link{number}", os.O_RDONLY)


FOUND = any(reached())


def double(x):
    return 2 * x if FOUND else x
