"""Wrong implementations of section alpha, as students write them."""

import torch

from grader.suite import misconception


@misconception(of="slope", hint="Your slope grows with the number of examples. Is it a sum or a mean?")
def summed(W, x, y):
    return 2 * torch.sum((W * x - y) * x)


@misconception(of="slope", hint="A factor went missing when the square was differentiated.")
def halved(W, x, y):
    return torch.mean((W * x - y) * x)


@misconception(of="double_", hint="This makes a new tensor. Which name says that the old one changes?")
def copied(t):
    return 2 * t
