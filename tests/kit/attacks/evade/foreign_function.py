# aim: reach Python's getattr through ctypes
# expect: softmax failed
# says: one call
import ctypes

import torch

reach = ctypes.pythonapi.PyObject_GetAttrString
reach.restype, reach.argtypes = ctypes.py_object, [ctypes.py_object, ctypes.c_char_p]


def softmax(z):
    return reach(torch, b"xamtfos"[::-1])(z, 0)
