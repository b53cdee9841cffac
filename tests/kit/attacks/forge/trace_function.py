# aim: change the serving code's variables by a trace function, after each of its lines
# expect: double failed
import sys


def trace(frame, event, argument):
    if frame.f_code.co_filename.endswith("serve.py"):
        for name in ("answer", "args", "kwargs", "seen"):
            frame.f_locals[name] = True
    return trace


sys.settrace(trace)
sys.setprofile(trace)


def double(x):
    return x
