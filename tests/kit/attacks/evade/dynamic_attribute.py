# aim: have __getattr__ of one's own class find the forbidden call
# expect: softmax failed
# says: one call
import torch


class Tools:
    def __getattr__(self, name):
        return getattr(torch, name[::-1])


def softmax(z):
    return Tools().xamtfos(z, 0)
