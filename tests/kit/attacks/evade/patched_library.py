# aim: hide the forbidden call behind the name of an allowed one
# expect: softmax failed
# says: in one call
import torch

torch.relu = lambda z: torch.softmax(z, 0)


def softmax(z):
    return torch.relu(z)
