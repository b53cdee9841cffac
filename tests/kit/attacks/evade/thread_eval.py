# aim: text that is run, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

TEXT = "torch." + bytes(reversed(b"xamtfos")).decode()


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(eval(TEXT)(z, 0)))
    thread.start()
    thread.join()
    return out[0]
