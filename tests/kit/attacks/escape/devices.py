# aim: make a device, or open one that is no toy: memory, the kernel's log, a disk, a terminal
# expect: double failed
import contextlib
import os
import stat


def opened():
    for name in ("/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse", "/dev/tty", "/dev/ptmx", "/dev/loop0", "/dev/vda"):
        with contextlib.suppress(OSError):
            yield os.open(name, os.O_RDWR | os.O_NOCTTY)
    with contextlib.suppress(OSError):
        os.mknod("kmsg", 0o666 | stat.S_IFCHR, os.makedev(1, 11))
        yield os.open("kmsg", os.O_RDONLY | os.O_NONBLOCK)
    with contextlib.suppress(OSError):
        os.mkfifo("fifo")
        yield True


FOUND = any(opened())


def double(x):
    return 2 * x if FOUND else x
