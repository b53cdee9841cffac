# aim: a method of the tensor's base class, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(vars(torch.Tensor.__mro__[1])[NAME](z, 0)))
    thread.start()
    thread.join()
    return out[0]
