# aim: run a program
# expect: double failed
import contextlib
import os
import subprocess

COMMAND = ["/bin/sh", "-c", "echo here > /tmp/autograto-pwned-program"]


def run():
    with contextlib.suppress(OSError):
        yield os.system(COMMAND[2]) == 0
    with contextlib.suppress(OSError):
        yield subprocess.run(COMMAND, check=False).returncode == 0
    with contextlib.suppress(OSError):
        yield os.waitstatus_to_exitcode(os.waitpid(os.posix_spawn(COMMAND[0], COMMAND, {}), 0)[1]) == 0


FOUND = any(run())


def double(x):
    return 2 * x if FOUND else x
