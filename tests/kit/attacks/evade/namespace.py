# aim: look the forbidden call up in the module's dict
# expect: softmax failed
# says: one call
import torch


def softmax(z):
    return torch.__dict__["xamtfos"[::-1]](z, 0)
