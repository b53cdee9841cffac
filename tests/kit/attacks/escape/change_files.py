# aim: change files that may be read: their text, length, mode, owner, times, marks and names
# expect: double failed
import contextlib
import os
import sys

import torch


def changed():
    for name in (torch.__file__, os.__file__, sys.executable, "/dev/null"):
        mode = os.stat(name).st_mode if os.path.exists(name) else 0
        for change in (
            lambda name: os.truncate(name, os.path.getsize(name)),
            lambda name, mode=mode: os.chmod(name, mode),
            lambda name: os.utime(name, (0, 0)),
            lambda name: os.setxattr(name, "user.autograto-pwned", b"x"),
            lambda name: os.close(os.open(name, os.O_WRONLY | os.O_APPEND)) if name != "/dev/null" else 1 / 0,
            lambda name: os.rename(name, f"{name}.autograto-pwned"),
        ):
            with contextlib.suppress(OSError, ZeroDivisionError):
                change(name)
                yield True


FOUND = any(changed())


def double(x):
    return 2 * x if FOUND else x
