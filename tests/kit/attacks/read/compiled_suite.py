# aim: read the hidden suite as Python compiled it
# expect: double failed
import contextlib
import glob
import os


def compiled():
    start = os.getcwd()
    while True:
        for pattern in ("*", "tests/hidden", "*/tests/hidden", "*/naive"):
            for name in glob.glob(f"{start}/{pattern}/__pycache__/test_*.pyc"):
                with contextlib.suppress(OSError), open(name, "rb") as file:
                    yield file.read()
        if start == "/":
            return
        start = os.path.dirname(start)


FOUND = any(b"canary-of-the" + b"-hidden-suite" in text for text in compiled())


def double(x):
    return 2 * x if FOUND else x
