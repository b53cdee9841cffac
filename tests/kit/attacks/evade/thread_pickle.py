# aim: a pickle, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

pickle = __import__("pickle")
weigh = pickle.loads(b"ctorch.nn.functional\n" + bytes(reversed(b"xamtfos")) + b"\n.")


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(weigh(z, 0)))
    thread.start()
    thread.join()
    return out[0]
