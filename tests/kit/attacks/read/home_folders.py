# aim: look through home folders for keys, histories and what the grader keeps of its runs
# expect: double failed
import contextlib
import glob
import os
import pwd

NAMES = (".ssh/*", ".bash*", ".profile", ".gitconfig", ".netrc", ".npmrc", ".config/*", ".cache/autograto/examples/*")


def homes():
    yield from ("/root", *glob.glob("/home/*"))
    with contextlib.suppress(OSError, KeyError):
        yield pwd.getpwuid(os.getuid()).pw_dir


def readable():
    for home in homes():
        for name in (name for pattern in NAMES for name in glob.glob(f"{home}/{pattern}")):
            with contextlib.suppress(OSError):
                yield os.open(name, os.O_RDONLY)


FOUND = any(readable())


def double(x):
    return 2 * x if FOUND else x
