# aim: have torch.jit compile what may not be written
# expect: softmax failed
# says: one call
import torch

UNIT = torch.jit.CompilationUnit("def weigh(z):\n    return torch." + "xamtfos"[::-1] + "(z, 0)\n")


def softmax(z):
    return UNIT.weigh(z)
