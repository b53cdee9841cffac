# aim: getattr that another function calls, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

from functools import reduce  # noqa: E402

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(reduce(getattr, ["nn", "functional", NAME], torch)(z, 0)))
    thread.start()
    thread.join()
    return out[0]
