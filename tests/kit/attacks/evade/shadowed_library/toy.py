# aim: have a file of one's own read as the library that is imported
# expect: softmax failed
# says: `torch.softmax` does in one call what this exercise asks you to write yourself
import torch


def softmax(z):
    return torch.softmax(z, dim=0)
