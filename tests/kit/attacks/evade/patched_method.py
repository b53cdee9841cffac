# aim: hide the forbidden call in a method of tensors
# expect: softmax failed
# says: in one call
import torch

torch.Tensor.weigh = lambda z: z.softmax(0)


def softmax(z):
    return z.weigh()
