# aim: keep the forbidden call in a class, and reach it through an instance
# expect: softmax failed
# says: in one call
import torch


class Tools:
    weigh = staticmethod(torch.softmax)

    def __call__(self, z):
        return self.weigh(z, 0)


def softmax(z):
    return Tools()(z)
