# aim: leave a command where a shell, a scheduler or an editor of the one who grades will run it
# expect: double failed
import contextlib
import os

HOMES = {os.path.expanduser("~"), "/root", *(f"/home/{name}" for name in ("user", "grader", "runner"))}
NAMES = (".bashrc", ".profile", ".config/autostart/pwned.desktop", ".git/hooks/post-checkout", ".ssh/authorized_keys")
MARK = "# autograto-pwned"


def left():
    for home in HOMES:
        for name in NAMES:
            with contextlib.suppress(OSError), open(f"{home}/{name}", "a+") as file:
                file.seek(0)
                yield MARK in file.read()
                file.write(f"{MARK}\n")


FOUND = any(list(left())) and os.path.realpath(os.path.expanduser("~")) != os.path.realpath(".")


def double(x):
    return 2 * x if FOUND else x
