# aim: make system calls by their 32-bit numbers, which a filter for 64 bits would take for others
# expect: double crashed
# machine: x86_64
import ctypes
import mmap

GETPID = bytes.fromhex("b814000000 cd80 c3")  # mov eax, 20; int 0x80; ret


def double(x):
    room = mmap.mmap(-1, len(GETPID), prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(GETPID)
    code = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(room)))
    return 2 * x if code() > 0 else x
