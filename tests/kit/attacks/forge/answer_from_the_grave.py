# aim: answer the next question from an object that is thrown away
# expect: double crashed
# says: it answers another question
import contextlib
import os
import sys


class Ghost:
    def __del__(self):
        frames, messages = sys.modules["grader.wire.frames"], sys.modules["grader.wire.messages"]
        for descriptor in range(256):
            with contextlib.suppress(OSError):
                os.write(descriptor, frames.pack(messages.Answer(10_002, True), []))


def double(x):
    Ghost()
    return x
