# aim: a generator that is only advanced on another thread
# expect: softmax failed
# says: one call
import threading

import torch

def weighing(z):
    yield getattr(torch, "".join(map(chr, (115, 111, 102, 116, 109, 97, 120))))(z, 0)


def softmax(z):
    out = []
    shares = weighing(z)
    thread = threading.Thread(target=lambda: out.append(next(shares)))
    thread.start()
    thread.join()
    return out[0]
