# aim: read the memory of the parent, and of every other process, by /proc/PID/mem
# expect: double failed
import contextlib
import os


def chunks(pid):
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(number, 16) for number in span.split("-"))
            if rights.startswith("rw") and end - start < 1 << 26:
                memory.seek(start)
                yield memory.read(end - start)


def peek():
    for pid in {os.getppid(), *(int(name) for name in os.listdir("/proc") if name.isdigit())} - {os.getpid()}:
        with contextlib.suppress(OSError):
            if any(b"canary-of" + b"-the" in chunk for chunk in chunks(pid)):
                return True
    return False


try:
    FOUND = peek()
except OSError:
    FOUND = False


def double(x):
    return 2 * x if FOUND else x
