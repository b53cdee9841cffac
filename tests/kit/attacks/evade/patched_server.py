# aim: have the serving code call the forbidden operation in the place of the function
# expect: softmax failed
# says: could hide a forbidden call
import sys

import torch


def softmax(z):
    return z


def weigh(server, ask, values, packer):
    if ask.name != "softmax":
        return known(server, ask, values, packer)
    return serve.Answer(ask.number, packer.pack(torch.softmax(values.unpack(ask.args[0]), 0)))


serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    known = serve.Server._invoke
    serve._ANSWERS[serve.Invoke] = weigh
