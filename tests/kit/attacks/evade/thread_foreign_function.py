# aim: Python's getattr through ctypes, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

import ctypes  # noqa: E402

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))
reach = ctypes.pythonapi.PyObject_GetAttrString
reach.restype, reach.argtypes = ctypes.py_object, [ctypes.py_object, ctypes.c_char_p]


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(reach(torch, NAME.encode())(z, 0)))
    thread.start()
    thread.join()
    return out[0]
