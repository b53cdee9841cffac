# aim: overflow the stack in native code
# expect: double crashed, softmax passed
# says: SIGSEGV
import ctypes
import mmap
import platform

ENDLESS_CALL = {
    "x86_64": bytes.fromhex("e8fbffffff"),  # call itself
    "aarch64": bytes.fromhex("fd7bbfa9 ffffff17"),  # push, jump back
}


def double(x):
    room = mmap.mmap(-1, 16, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(ENDLESS_CALL[platform.machine()])
    ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(room)))()


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
