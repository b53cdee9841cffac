# aim: look the forbidden call up by vars
# expect: softmax failed
# says: one call
import torch

names = vars(torch)


def softmax(z):
    return names["xamtfos"[::-1]](z, 0)
