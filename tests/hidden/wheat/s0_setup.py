"""Right ways to fill in s0_setup that are not the reference's."""

import sys
from functools import partial

import numpy as np
import torch

from grader.suite import wheat


@wheat(of="first_tensor")
def tensor_filled_in_place(n=5):
    """An empty tensor filled by its own method."""
    x = torch.empty(n)
    x.uniform_()
    print(x)
    return x


@wheat(of="first_tensor")
def tensor_one_number_at_a_time(n=5):
    """A loop that draws number by number."""
    numbers = []
    for _ in range(n):
        numbers.append(torch.rand(1).item())
    return torch.tensor(numbers)


@wheat(of="first_tensor")
def tensor_from_whole_numbers(n=5, steps=2**24):
    """Whole numbers divided by their number; a second parameter with a default."""
    return torch.randint(steps, (n,)) / steps


wheat("first_tensor", ["return torch.rand((1, n), generator=torch.default_generator)[0]"])


@wheat(of="first_tensor", value=True)
def tensor_from_a_lambda():
    """A lambda."""
    return lambda n=5: torch.rand(n, dtype=torch.float32)


@wheat(of="first_tensor", value=True)
def tensor_from_a_partial():
    """A partial that fixes a keyword of its own."""

    def draw(n=5, low=0.0, high=2.0):
        return torch.nn.init.uniform_(torch.empty(n), low, high)

    return partial(draw, high=1.0)


@wheat(of="versions")
def versions_without_the_local_part():
    """The part after the plus cut off; Python's from its numbers."""
    return {
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "numpy": np.version.version,
        "torch": torch.__version__.split("+")[0],
    }


@wheat(of="versions")
def versions_with_more_keys():
    """More keys, and torch's own string type as it comes."""
    import platform

    found = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    found["system"] = platform.system()
    found["cuda"] = str(torch.version.cuda)
    return found


@wheat(of="versions")
def versions_from_the_installed_packages():
    """Asked of the package metadata."""
    from importlib import metadata

    versions = {name: metadata.version(name) for name in ("torch", "numpy")}
    versions["python"] = sys.version.split()[0]
    return versions


@wheat(of="versions")
def versions_imported_on_the_spot():
    """Modules found by name in a loop."""
    import importlib
    import platform

    answer = {"python": platform.python_version()}
    for name in ["numpy", "torch"]:
        answer[name] = str(importlib.import_module(name).__version__)
    print(answer)
    return answer


@wheat(of="best_device")
def device_by_counting():
    """Counts the devices."""
    if torch.cuda.device_count() > 0:
        return torch.device("cuda")
    return torch.device(type="cpu")


@wheat(of="best_device")
def device_in_one_line(preferred="cuda"):
    """The lecture's line; a parameter with a default."""
    return torch.device(preferred if torch.cuda.is_available() else "cpu")


@wheat(of="best_device")
def device_by_trying():
    """Tries, and falls back where that fails."""
    try:
        torch.zeros(1, device="cuda")
    except (RuntimeError, AssertionError):
        return torch.device("cpu")
    return torch.device("cuda")


@wheat(of="best_device")
def tries_a_tensor():
    """Puts a tensor there and sees what happens."""
    try:
        torch.zeros(1, device="cuda")
        return torch.device("cuda")
    except Exception:
        return torch.device("cpu")


@wheat(of="best_device")
def tries_to_move():
    """The tensor tells where it went."""
    try:
        return torch.tensor([1.0]).cuda().device
    except (RuntimeError, AssertionError):
        return torch.device("cpu")


@wheat(of="best_device")
def starts_it_up():
    """torch refuses to start what is not there."""
    try:
        torch.cuda.init()
    except Exception:
        return torch.device(type="cpu")
    return torch.device(type="cuda", index=0)


@wheat(of="best_device", value=True)
def asked_once_and_kept():
    """Asked at the first call, then remembered."""
    from functools import lru_cache

    return lru_cache(lambda: torch.device("cuda" if torch.cuda.is_available() else "cpu"))


@wheat(of="best_device", value=True)
def asked_when_the_file_is_read():
    """The answer stands before anybody calls."""
    device = torch.device("cuda:0" if torch.cuda.device_count() else "cpu")
    return lambda: device


@wheat(of="versions")
def with_an_example():
    "3.11.7"
    import sys

    return {"torch": torch.__version__, "numpy": np.__version__, "python": ".".join(map(str, sys.version_info[:3]))}


@wheat(of="best_device")
def device_built_and_there():
    """Asks what torch was built for, and then whether a card is there."""
    built = torch.backends.cuda.is_built()
    return torch.device("cuda", 0) if built and torch.cuda.is_available() else torch.device("cpu")


@wheat(of="best_device")
def device_found_by_starting_it():
    """Starts the card and sees whether that works."""
    try:
        torch.cuda.init()
    except (RuntimeError, AssertionError):
        return torch.device("cpu")
    return torch.device("cuda")
