# aim: look through home folders for keys, histories and what the grader keeps of its runs
# expect: double failed
import contextlib
import os
import pwd


def homes():
    yield from (os.path.expanduser("~"), "/root", "/home")
    with contextlib.suppress(OSError, KeyError):
        yield pwd.getpwuid(os.getuid()).pw_dir


def names():
    for home in homes():
        for inner in ("", ".ssh", ".cache/autograto/examples", ".config"):
            with contextlib.suppress(OSError):
                yield from os.listdir(os.path.join(home, inner))


FOUND = any(names())


def double(x):
    return 2 * x if FOUND else x
