# aim: have a layer do what the function may not
# expect: softmax failed
# says: in one call
from torch import nn

LAYERS = nn.Sequential(nn.Identity(), nn.Softmax(dim=0))


def softmax(z):
    return LAYERS(z)
