# aim: answer with a handle that was never given, in the hope that it stands for something of the grader's
# expect: double crashed, softmax crashed
# says: it hands out what is not its own
import sys

serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    serve._ANSWERS[serve.Invoke] = lambda server, ask, values, packer: serve.Answer(ask.number, serve.Ref(4096))


def double(x):
    return x
