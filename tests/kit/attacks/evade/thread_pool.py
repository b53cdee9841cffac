# aim: a pool of threads that maps
# expect: softmax failed
# says: one call
from concurrent.futures import ThreadPoolExecutor

import torch

NAME = "".join(map(chr, (115, 111, 102, 116, 109, 97, 120)))


def softmax(z):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(getattr(torch, NAME), [z], [0]))[0]
