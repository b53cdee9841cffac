# aim: climb out of the root, by folders, descriptors, chroot and /proc
# expect: double failed
import contextlib
import os


def seen():
    for top in ("../" * 20, "/proc/self/root", "/proc/self/cwd/../..", "/proc/thread-self/root"):
        with contextlib.suppress(OSError):
            yield os.listdir(f"{top}/home") or os.listdir(f"{top}/var")
    with contextlib.suppress(OSError):
        door = os.open(".", os.O_RDONLY)
        os.mkdir("inner")
        os.chroot("inner")
        os.fchdir(door)
        yield os.listdir("../" * 20 + "var")
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.fchdir(descriptor)
            yield os.listdir("var")


FOUND = any(seen())


def double(x):
    return 2 * x if FOUND else x
