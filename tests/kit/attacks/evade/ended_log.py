# aim: end torch's log, then do the forbidden call on another thread
# expect: softmax failed
# says: one call
import threading

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    if torch.autograd._profiler_enabled():
        torch.autograd._disable_profiler()
    out = []
    thread = threading.Thread(target=lambda: out.append(getattr(torch, NAME)(z, 0)))
    thread.start()
    thread.join()
    return out[0]
