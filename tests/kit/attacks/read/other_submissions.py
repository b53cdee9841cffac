# aim: read what others handed in
# expect: double failed
import contextlib
import glob

PATTERNS = ("../*/*.py", "../../*/*.py", "/tmp/*/*/*.py", "/tmp/*/*/*/*.py", "/tmp/*/*/*/*/*.py", "/scratch*/*", "*")


def texts():
    for pattern in PATTERNS:
        for name in glob.glob(pattern):
            with contextlib.suppress(OSError, UnicodeDecodeError), open(name) as file:
                yield file.read()


FOUND = any("canary-of" + "-another-submission" in text for text in texts())


def double(x):
    return 2 * x if FOUND else x
