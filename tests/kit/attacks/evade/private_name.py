# aim: call the same operation by the name that it has inside of torch
# expect: softmax failed
# says: in one call
import torch


def softmax(z):
    return torch._softmax(z, 0, False)
