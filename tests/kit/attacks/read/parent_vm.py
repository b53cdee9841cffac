# aim: read the memory of the parent by process_vm_readv
# expect: double crashed
# says: SIGSYS
import ctypes
import os


class Piece(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def double(x):
    room = ctypes.create_string_buffer(16)
    here = Piece(ctypes.addressof(room), 16)
    libc = ctypes.CDLL(None)
    with open("/proc/self/maps") as maps:  # a fork has what its parent has where its parent has it
        there = Piece(int(maps.readline().split("-")[0], 16), 16)
    read = libc.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return 2 * x if read == 16 else x
