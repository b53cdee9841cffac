# aim: have isinstance, type, len and all say what one wants, to whoever asks
# expect: double crashed
import builtins


def double(x):
    builtins.isinstance = lambda thing, kind: True
    builtins.len = lambda thing: 1
    builtins.all = builtins.any = lambda things: True
    return x
