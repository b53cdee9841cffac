# aim: run a program that lies in memory and nowhere else
# expect: double failed
import contextlib
import os


def ran():
    with contextlib.suppress(OSError):
        program = os.memfd_create("autograto-pwned")
        os.write(program, b"#!/bin/sh\nexit 0\n")
        yield program
    with contextlib.suppress(OSError):
        with open("program", "w") as file:
            file.write("#!/bin/sh\necho here > /tmp/autograto-pwned-memory\n")
        os.chmod("program", 0o700)
        yield os.waitpid(os.posix_spawn("program", ["program"], {}), 0)


FOUND = any(ran())


def double(x):
    return 2 * x if FOUND else x
