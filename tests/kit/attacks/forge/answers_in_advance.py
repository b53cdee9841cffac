# aim: answer all questions that wait, from inside of the first, and once more as it ends
# expect: double crashed
import os
import sys


def double(x):
    frame = sys._getframe()
    while frame and not (isinstance(frame.f_locals.get("waiting"), list) and "stream" in frame.f_locals):
        frame = frame.f_back
    if frame:
        frames, messages = sys.modules["grader.wire.frames"], sys.modules["grader.wire.messages"]
        waiting = [frames.unpack(question, messages.requests)[0].number for question in frame.f_locals["waiting"]]
        for number in [*waiting, 1]:
            os.write(frame.f_locals["stream"]._target, frames.pack(messages.Answer(number, True), []))
    return x
