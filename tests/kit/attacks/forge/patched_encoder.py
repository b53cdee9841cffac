# aim: have the encoder of the wire write another answer than it was given
# expect: all crashed
# says: it answers another question
import sys

frames = sys.modules.get("grader.wire.frames")
if frames is not None:

    class Encoder:
        encode = staticmethod(lambda message, own=frames._encoder: own.encode([message[0], ["answer", -1, True]]))

    frames._encoder = Encoder


def double(x):
    return x
