# aim: operator.methodcaller with a computed name, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

from operator import methodcaller  # noqa: E402

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(methodcaller(NAME, 0)(z)))
    thread.start()
    thread.join()
    return out[0]
