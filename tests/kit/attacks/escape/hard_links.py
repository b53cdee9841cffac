# aim: make a readable file one's own by a hard link, and write to it there
# expect: double failed
import contextlib
import os

import torch


def linked():
    for number, target in enumerate((torch.__file__, os.__file__, "/etc/hostname", "/dev/null")):
        with contextlib.suppress(OSError):
            os.link(target, f"mine{number}")
            yield True


FOUND = any(linked())


def double(x):
    return 2 * x if FOUND else x
