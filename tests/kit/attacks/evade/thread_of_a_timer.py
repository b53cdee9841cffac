# aim: a timer's thread
# expect: softmax failed
# says: one call
import threading

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    out = []
    timer = threading.Timer(0.001, lambda: out.append(getattr(torch, NAME)(z, 0)))
    timer.start()
    timer.join()
    return out[0]
