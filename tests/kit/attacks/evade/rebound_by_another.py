# aim: have another function of the file put the forbidden call in place
# expect: softmax failed
# says: in one call
import torch


def softmax(z):
    return z


def prepare():
    global softmax
    softmax = lambda z: torch.softmax(z, 0)  # noqa: E731


prepare()
