"""Guards around a suite's own code, which runs in the trusted process: it neither hangs nor takes a huge tensor apart.

Python takes the first of a tensor's rows to find out that there are too many of them; torch makes them all beforehand,
in a view of 600 bytes each. Of a tensor with millions of rows, where a suite expects a tuple of two, nothing is taken.
"""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import torch

from grader.feedback.outcome import TestHung

MOST_ROWS = 100_000
TRUSTED_SECONDS = 90.0
"""Processor time that one test may take on the trusted side: the answers are limited by themselves."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Both guards, for one test."""
    with _short_tensors_only(), _limited(TRUSTED_SECONDS):
        yield


@contextlib.contextmanager
def _short_tensors_only() -> Iterator[None]:
    """Have a tensor of more rows than that refuse to be iterated over, with a `ValueError`."""
    whole: Callable[[torch.Tensor], Iterator[Any]] = torch.Tensor.__iter__

    def rows(tensor: torch.Tensor) -> Iterator[Any]:
        if tensor.dim() and len(tensor) > MOST_ROWS:
            raise ValueError(f"too many values to unpack: a tensor of {len(tensor)} rows")
        return whole(tensor)

    torch.Tensor.__iter__ = rows  # type: ignore[method-assign]
    try:
        yield
    finally:
        torch.Tensor.__iter__ = whole  # type: ignore[method-assign]


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise `TestHung` after so much processor time, where the platform has a signal for that (not on Windows)."""
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TestHung

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)  # again, should the first be lost in a callback
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
