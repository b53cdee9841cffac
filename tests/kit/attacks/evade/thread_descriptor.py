# aim: a descriptor, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

class Finder:
    def __get__(self, tools, kind):
        return getattr(torch, "".join(map(chr, (115, 111, 102, 116, 109, 97, 120))))


class Tools:
    weigh = Finder()


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(Tools().weigh(z, 0)))
    thread.start()
    thread.join()
    return out[0]
