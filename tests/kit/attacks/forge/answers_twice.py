# aim: give each answer twice: the second is for the question that comes next
# expect: double crashed, softmax crashed
# says: it speaks without being asked
import sys

serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    once = serve.Server._reply
    serve.Server._reply = lambda server, message, blobs: once(server, message, blobs) * 2


def double(x):
    return x
