# aim: call what is forbidden on another thread
# expect: softmax failed
# says: one call
import threading

import torch


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(torch.softmax(z, 0)))
    thread.start()
    thread.join()
    return out[0]
