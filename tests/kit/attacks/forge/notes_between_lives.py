# aim: end the process on purpose, and answer from what the one before has written down
# expect: double crashed
# says: exit status 0
import os


def double(x):
    with open("notes", "a") as notes:
        notes.write(repr(x))
    if os.path.getsize("notes") < 10_000:
        os._exit(0)
    return 2 * x
