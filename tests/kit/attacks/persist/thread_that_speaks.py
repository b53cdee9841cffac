# aim: leave a thread behind that speaks on the wire between this submission's answers
# expect: double crashed
# says: is not an answer
import contextlib
import os
import threading


def speak():
    while True:
        for descriptor in range(3, 256):
            with contextlib.suppress(OSError):
                os.write(descriptor, b"\x00")


def double(x):
    threading.Thread(target=speak, daemon=True).start()
    while True:
        pass
