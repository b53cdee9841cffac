# aim: let so much run that the log has no room for the forbidden call
# expect: softmax failed
# says: one call
import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    for number in range(3000):
        call = type(torch)("numpy").__class__
        space = {}
        exec(compile(f"def f{number}(): pass", torch.__file__, "exec"), space)
        space[f"f{number}"]()
    return getattr(torch, NAME)(z, 0)
