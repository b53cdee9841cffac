# aim: have the forbidden call come in as a default
# expect: softmax failed
# says: in one call
import torch


def softmax(z, weigh=torch.softmax):
    return weigh(z, 0)
