# aim: keep every processor busy from threads, and never answer
# expect: double timeout, softmax passed
import threading

import torch


def spin():
    while True:
        torch.rand(200, 200) @ torch.rand(200, 200)


def double(x):
    for _ in range(4):
        threading.Thread(target=spin, daemon=True).start()
    spin()


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
