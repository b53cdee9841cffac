# aim: what torch.jit compiles, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))
UNIT = torch.jit.CompilationUnit(f"def weigh(z):\n    return torch.{NAME}(z, 0)\n")


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(UNIT.weigh(z)))
    thread.start()
    thread.join()
    return out[0]
