# aim: have the forbidden name come in by a star
# expect: softmax failed
# says: in one call
from torch import *  # noqa: F403


def softmax(z):
    shares = log_softmax(z, 0)  # noqa: F405
    return shares.exp()
