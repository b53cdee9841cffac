# aim: read from one's own folder in /proc where this process comes from, and what is mounted
# expect: double failed
import contextlib
import os

FOUND = b""
for folder, folders, names in os.walk("/proc/self"):
    folders[:] = [name for name in folders if name not in ("fd", "map_files", "task", "cwd", "root")]
    for name in names:
        if name not in ("mem", "pagemap", "kpagecount", "clear_refs"):
            with contextlib.suppress(OSError), open(os.path.join(folder, name), "rb") as file:
                FOUND += file.read(1 << 20)


def double(x):
    return 2 * x if b"canary" in FOUND else x
