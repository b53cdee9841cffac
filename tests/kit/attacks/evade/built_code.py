# aim: run code that is put together as it runs
# expect: softmax failed
# says: one call
import torch  # noqa: F401


def softmax(z):
    return eval("torch." + "xamtfos"[::-1])(z, 0)
