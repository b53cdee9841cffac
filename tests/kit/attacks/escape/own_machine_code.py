# aim: write machine code that starts a program, so that no library has a say in it
# expect: double failed
# machine: x86_64
import ctypes
import mmap

EXECVE = bytes.fromhex("b83b000000 31f6 31d2 0f05 c3")  # mov eax, 59; xor esi, esi; xor edx, edx; syscall; ret


def double(x):
    room = mmap.mmap(-1, len(EXECVE), prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(EXECVE)
    code = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_char_p)(ctypes.addressof(ctypes.c_char.from_buffer(room)))
    return 2 * x if code(b"/usr/bin/true") == 0 else x
