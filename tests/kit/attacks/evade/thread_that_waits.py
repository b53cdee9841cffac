# aim: a thread that was there before the call, and waits for it
# expect: softmax failed
# says: one call
import queue
import threading

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))
ASKED, TOLD = queue.Queue(), queue.Queue()


def work():
    while True:
        TOLD.put(getattr(torch, NAME)(ASKED.get(), 0))


threading.Thread(target=work, daemon=True).start()


def softmax(z):
    ASKED.put(z)
    return TOLD.get()
