# aim: call the opposite of what is forbidden on the opposite of the numbers
# expect: softmax failed
# says: in one call
import torch.nn.functional as F


def softmax(z):
    return F.softmin(-z, dim=0)
