# aim: have a file of one's own read as the library that is imported
# expect: softmax failed
# says: `torch.softmax` does the whole exercise in one call
import torch


def softmax(z):
    return torch.softmax(z, dim=0)
