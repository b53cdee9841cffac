"""Ctrl-C, SIGTERM and SIGHUP are one thing: the command writes what is known, and leaves nothing behind.

A signal that whoever started the command chose to ignore (`nohup`, a job in the background) stays ignored.
"""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

Handler = Callable[[int, FrameType | None], object]

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What a CI job, a service or a terminal that is closed sends."""


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Have SIGTERM and SIGHUP raise KeyboardInterrupt: the first one; those after it do not disturb the end."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in ENDING:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    with _handled({one: interrupt for one in ENDING if _is_heard(one)}):
        yield


@contextlib.contextmanager
def not_swallowed() -> Iterator[None]:
    """Raise a KeyboardInterrupt again that code of others has caught, as an import of torch may do."""
    seen: list[int] = []

    def noting(then: Handler) -> Handler:
        def note(number: int, frame: FrameType | None) -> None:
            seen.append(number)
            then(number, frame)

        return note

    handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, *ENDING)}
    try:
        with _handled({one: noting(then) for one, then in handlers.items() if callable(then)}):
            yield
    except Exception:
        if seen:  # say an ImportError, of a module that was interrupted half-way
            raise KeyboardInterrupt from None
        raise
    if seen:
        raise KeyboardInterrupt


def _is_heard(number: int) -> bool:
    return signal.getsignal(number) is not signal.SIG_IGN


@contextlib.contextmanager
def _handled(handlers: dict[int, Handler]) -> Iterator[None]:
    """Other handlers for a while; in a thread that is not the main one Python allows none, and nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
