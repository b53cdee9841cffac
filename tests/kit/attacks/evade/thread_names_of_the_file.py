# aim: the file's own names, by a computed one, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

globals()["we" + "igh"] = vars(torch).get("".join(map(chr, (115, 111, 102, 116, 109, 97, 120))))


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(globals()["we" + "igh"](z, 0)))
    thread.start()
    thread.join()
    return out[0]
