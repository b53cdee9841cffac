# aim: write the forbidden name in letters that only look different
# expect: softmax failed
# says: in one call
import torch


def softmax(z):
    return torch.ｓｏｆｔｍａｘ(z, 0)
