# aim: a module whose class finds names, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

import types  # noqa: E402


class Library(types.ModuleType):
    def __getattr__(self, name):
        return getattr(torch, "".join(map(chr, (115, 111, 102, 116, 109, 97, 120))))


LIBRARY = Library("library")


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(LIBRARY.weigh(z, 0)))
    thread.start()
    thread.join()
    return out[0]
