# aim: make the function itself by exec
# expect: softmax failed
# says: one call
import torch

space = {"torch": torch}
exec("def hidden(z): return torch." + "xamtfos"[::-1] + "(z, 0)", space)


def softmax(z):
    return space["hidden"](z)
