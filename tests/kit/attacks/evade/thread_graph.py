# aim: a graph that is put together, on another thread
# expect: softmax failed
# says: one call
import threading

import torch

import torch.fx  # noqa: E402

GRAPH = torch.fx.Graph()
GRAPH.output(GRAPH.call_method("".join(map(chr, (115, 111, 102, 116, 109, 97, 120))), (GRAPH.placeholder("z"), 0)))
MODULE = torch.fx.GraphModule(torch.nn.Module(), GRAPH)


def softmax(z):
    out = []
    thread = threading.Thread(target=lambda: out.append(MODULE(z)))
    thread.start()
    thread.join()
    return out[0]
