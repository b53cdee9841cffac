# aim: a thread that Python's module for threads knows nothing of
# expect: softmax failed
# says: one call
import _thread

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    out, done = [], _thread.allocate_lock()
    done.acquire()

    def work():
        out.append(getattr(torch, NAME)(z, 0))
        done.release()

    _thread.start_new_thread(work, ())
    done.acquire()
    return out[0]
