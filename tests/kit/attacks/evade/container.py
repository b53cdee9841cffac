# aim: keep the forbidden call in a dict in a list
# expect: softmax failed
# says: in one call
import torch

TOOLS = [{"weigh": torch.softmax}]


def softmax(z):
    return TOOLS[0]["weigh"](z, 0)
