# aim: have tensors themselves lie about being equal, and about what is in them
# expect: double failed
import torch

for name in ("__eq__", "eq", "equal", "allclose", "isclose", "tolist", "item"):
    setattr(torch.Tensor, name, lambda *args, **kwargs: True)


def double(x):
    return x
