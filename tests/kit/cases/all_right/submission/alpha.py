# All in another style than the reference's.
import sys

import torch


def slope(W, x, y):
    total = torch.zeros_like(W)
    for row, truth in zip(x, y):
        total = total + 2 * (row * W - truth) * row
    return total / len(x)


def double_(t):
    t += t
    return t


size = lambda number: max(number, -number)


class Scaler(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter("factor", torch.nn.Parameter(torch.tensor([1.0])))

    def forward(self, x):
        return torch.mul(x, self.factor)


IN_COLAB = "google.colab" in sys.modules
if __name__ == "__main__" and not IN_COLAB:
    print(slope(torch.zeros(1), torch.ones(1, 1), torch.ones(1, 1)))
