# aim: leave a compiled module of one's own in the place of the grader's or the library's
# expect: double failed
import contextlib
import os
import sys

FOLDERS = {os.path.dirname(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", 0)}
FOUND = False
for folder in sorted(FOLDERS)[:200]:
    name = f"{folder or '.'}/__pycache__/autograto_pwned.pyc"
    FOUND = FOUND or os.path.exists(name)
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "wb") as file:
            file.write(b"pwned")


def double(x):
    return 2 * x if FOUND else x
