# aim: a hook of a layer, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

NET = torch.nn.Identity()
NET.register_forward_hook(lambda layer, given, out: getattr(out, "".join(map(chr, (115, 111, 102, 116, 109, 97, 120))))(0))


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(NET(z)))
    thread.start()
    thread.join()
    return out[0]
