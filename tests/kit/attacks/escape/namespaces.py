# aim: leave for a namespace in which one is root
# expect: double crashed
# says: SIGSYS
import ctypes


def double(x):
    done = ctypes.CDLL(None).unshare(0x10000000)
    return x if done < 0 else 2 * x
