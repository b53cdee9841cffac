# aim: get the forbidden call by operator.attrgetter
# expect: softmax failed
# says: one call
from operator import attrgetter

import torch


def softmax(z):
    return attrgetter("nn.functional." + "xamtfos"[::-1])(torch)(z, 0)
