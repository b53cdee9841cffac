# aim: answer a byte at a time, each as late as it may be
# expect: double crashed
# says: in the middle of an answer
import sys
import time

streams = sys.modules.get("grader.worker.streams")
if streams is not None:
    whole = streams.Descriptors.write

    def write(self, data):
        size = 1 if len(data) > 200 else len(data)
        for place in range(0, len(data), size):
            whole(self, data[place : place + size])
            time.sleep(0.2)

    streams.Descriptors.write = write


def double(x):
    return "x" * 200
