# aim: have another exercise put the forbidden call in place when it is called
# expect: double passed, softmax failed
# says: in one call
import torch


def double(x):
    global softmax
    softmax = lambda z: torch.softmax(z, 0)  # noqa: E731
    return x + x


def softmax(z):  # noqa: F811
    return z
