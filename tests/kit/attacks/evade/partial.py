# aim: wrap the forbidden call with functools
# expect: softmax failed
# says: in one call
from functools import partial

import torch

weigh = partial(torch.softmax, dim=0)


def softmax(z):
    return weigh(z)
