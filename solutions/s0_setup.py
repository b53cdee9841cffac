"""Install PyTorch and make your first tensor.

First install Python and PyTorch (https://pytorch.org/get-started/locally). Then start `python` and type `import torch`.
If you see no error, PyTorch works. The three functions below show that: the first makes a tensor, the second returns
the versions that you have, and the third chooses the device that will do the computing.

In each function, replace `raise NotImplementedError` with your own code. Then run `grader check --section s0_setup`.
"""

import numpy as np
import torch
from torch import Tensor


def first_tensor(n: int = 5) -> Tensor:
    """Make `n` random numbers from 0 up to, but not including, 1. Every number in this range is equally likely.

    The lecture's first program makes such a tensor and prints it: ``tensor([0.7948, 0.1786, 0.9381, 0.3884, 0.4286])``.
    Your numbers will be different, because they are random. They come from torch's global generator: after the same
    `torch.manual_seed` you get the same numbers again. Without a new seed, every call gives new numbers.

    Shapes: the answer is (n,), of dtype float32.
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
    # >>> your code: return a tensor of n uniform random numbers
    return torch.rand(n)
    # <<<


def versions() -> dict[str, str]:
    """Return the versions of Python, NumPy and PyTorch. Whenever you ask for help, people will ask you for them first.

    The answer is a dict with the keys ``"python"``, ``"numpy"`` and ``"torch"``. Each value is a version as a string,
    such as ``"3.11.7"``. If torch's version ends in a part like ``+cpu``, you may keep that part or leave it out. Ask
    each of the three for its version. A version that you type in yourself is wrong after the next update.

    Read: `platform` in the Python documentation. Most packages keep their version under the same name.

    >>> sorted(versions())
    ['numpy', 'python', 'torch']
    """
    # >>> your code: return the three versions in a dict
    import platform

    return {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    # <<<


def best_device() -> torch.device:
    """Choose where to compute: on the graphics card (``cuda``) if torch can use one, else on the processor (``cpu``).

    The answer is a `torch.device`, not just its name. ``t.to(best_device())`` gives a tensor there, and a model goes
    there by the same method. What is calculated together has to be on one device.

    Read: the pages `torch.cuda` and "Tensor Attributes" (`torch.device`) of the PyTorch documentation.

    >>> best_device().type in ("cuda", "cpu")
    True
    >>> torch.ones(2).to(best_device()).sum().item()
    2.0
    """
    # >>> your code: return the device for this machine
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # <<<
