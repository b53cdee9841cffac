# aim: take an attribute out by a pattern
# expect: softmax failed
# says: in one call
import torch


def softmax(z):
    match torch:
        case object(softmax=weigh):
            return weigh(z, 0)
