# aim: a function that is made of text, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

SPACE = {"torch": torch}
exec(bytes(reversed(b")0 ,z(xamtfos.hcrot :z adbmal = hgiew")).decode(), SPACE)


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(SPACE["weigh"](z)))
    thread.start()
    thread.join()
    return out[0]
