# aim: have the serving code say that all is done, in the place of an answer
# expect: double crashed, softmax crashed
# says: it answers another question
import sys

serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    serve._ANSWERS[serve.Invoke] = lambda server, ask, values, packer: serve.Done(ask.number)


def double(x):
    return x
