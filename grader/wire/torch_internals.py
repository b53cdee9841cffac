"""What both sides need of torch beyond its documented interface, all of it in this one place.

Tried with torch 2.13; `pyproject.toml` allows 2.4 and later.
"""

import contextlib
from typing import Any

import torch
from torch._C import _profiler
from torch._tensor_str import PRINT_OPTS
from torch.autograd import profiler

__all__ = ["PRINT_OPTS", "inference_mode", "is_functorch_wrapped", "names_of_events", "options_for_all_threads"]


def is_functorch_wrapped(tensor: torch.Tensor) -> bool:
    """Whether a tensor stands for many, inside of `torch.vmap` or `torch.func.grad`."""
    return bool(torch._C._functorch.is_functorch_wrapped_tensor(tensor))


def inference_mode(on: bool) -> contextlib.AbstractContextManager[Any]:
    """The mode itself, which holds from when it is entered until it is left."""
    mode: contextlib.AbstractContextManager[Any] = torch._C._InferenceMode(on)
    return mode


def options_for_all_threads() -> dict[str, Any]:
    """How this torch's profiler is asked for all threads; nothing where it cannot be."""
    try:
        return {"experimental_config": _profiler._ExperimentalConfig(profile_all_threads=True)}
    except TypeError:
        return {}


def names_of_events(watched: profiler.profile) -> set[str]:
    """The names of all that a profile has seen, before it makes a tree of them, which takes long."""
    results = watched.kineto_results
    return {event.name() for event in results.events()} if results is not None else set()
