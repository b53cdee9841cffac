# aim: the probabilities of a distribution, on another thread
# expect: softmax failed
# says: one call
import threading

import torch


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(getattr(torch.distributions, 'Cat' + 'egorical')(logits=z).probs))
    thread.start()
    thread.join()
    return out[0]
