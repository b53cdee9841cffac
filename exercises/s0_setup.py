"""Install PyTorch and make the first tensor.

Before this section: install Python and PyTorch (https://pytorch.org/get-started/locally). Type `python`, then
`import torch`. If no error comes, PyTorch is there. These three functions show that it works: the first tensor,
the versions that you have, and the device that will do the computing.
"""

import numpy as np
import torch
from torch import Tensor


def first_tensor(n: int = 5) -> Tensor:
    """Make `n` random numbers, each from 0 up to (but not including) 1, all equally likely.

    The lecture's first program makes such a tensor and prints it:
    ``tensor([0.7948, 0.1786, 0.9381, 0.3884, 0.4286])``. Yours shows other numbers, as they are random. They come from
    torch's global generator: the same `torch.manual_seed` gives the same numbers again, and without a new seed each
    call gives new ones.

    Shapes: the answer is (n,), float32.
    Read: "Random sampling" on the page `torch` of the PyTorch documentation.

    >>> first_tensor().shape
    torch.Size([5])
    >>> _ = torch.manual_seed(1)
    >>> first, second = first_tensor(3), first_tensor(3)
    >>> _ = torch.manual_seed(1)
    >>> again = first_tensor(3)
    >>> bool((first == again).all()), bool((first == second).all())
    (True, False)
    """
    raise NotImplementedError


def versions() -> dict[str, str]:
    """Tell which Python, NumPy and PyTorch are in use. Who asks for help is asked this first.

    The answer has the keys ``"python"``, ``"numpy"`` and ``"torch"``. Each value is a string of numbers and dots, such
    as ``"3.11.7"``. The part of torch's version after a ``+`` (as in ``2.4.0+cpu``) may stay or go. Ask each of the
    three for its version: what you type in by hand is wrong after the next update.

    Read: `platform` in the Python documentation. Most packages keep their version under one and the same name.

    >>> sorted(versions())
    ['numpy', 'python', 'torch']
    """
    raise NotImplementedError


def best_device() -> torch.device:
    """Choose where to compute: on the graphics card (``cuda``) where torch has one, else on the processor (``cpu``).

    The answer is a `torch.device`, not its name.

    Read: the pages `torch.cuda` and "Tensor Attributes" (`torch.device`) of the PyTorch documentation.

    >>> best_device().type in ("cuda", "cpu")
    True
    """
    raise NotImplementedError
