# aim: send bytes on the wire that go past those that are due
# expect: double failed
import ctypes

MSG_OOB = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def double(x):
    sent = [LIBC.send(descriptor, b"x", 1, MSG_OOB) for descriptor in range(3, 64)]
    return 2 * x if 1 in sent else x
