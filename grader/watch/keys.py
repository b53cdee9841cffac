"""Single keys from a terminal, read by a thread; the terminal is as it was before, however the command ends.

Ctrl-C stays a signal, as everywhere in the grader, and so does Ctrl-Z: who comes back by `fg` finds the keys at work.
"""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

OnKey = Callable[[str], None]
END, INTERRUPT = "\x04", "\x03"
"""Ctrl-D, which is also what a terminal that is gone means; and Ctrl-C where it does not come as a signal."""
WAIT_SECONDS = 0.05


@contextlib.contextmanager
def keys(on_key: OnKey) -> Iterator[bool]:
    """Tell of each key that is pressed; gives whether there is a keyboard at all, and somebody who sees the answers."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        yield False
    elif sys.platform == "win32":
        with _of_console(on_key):
            yield True
    elif not _is_ours(sys.stdin.fileno()):
        yield False
    else:
        with _unbuffered(sys.stdin.fileno()) as descriptor, _read_by_a_thread(descriptor, on_key):
            yield True


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()


if sys.platform == "win32":
    import msvcrt

    @contextlib.contextmanager
    def _of_console(on_key: OnKey) -> Iterator[None]:
        ended = threading.Event()

        def read() -> None:
            while not ended.wait(WAIT_SECONDS):
                while msvcrt.kbhit():
                    key = msvcrt.getwch()
                    if key in "\x00\xe0":  # an arrow or the like: its second half says which
                        msvcrt.getwch()
                    else:
                        on_key(key)

        with _running(read):
            try:
                yield
            finally:
                ended.set()

else:
    import select
    import signal
    import termios
    import tty

    def _is_ours(descriptor: int) -> bool:
        """Whether this process is in the foreground: a job in the background may not touch its terminal."""
        try:
            return os.tcgetpgrp(descriptor) == os.getpgrp()
        except OSError:  # it is not the terminal of its session, and there are no jobs
            return True

    @contextlib.contextmanager
    def _unbuffered(descriptor: int) -> Iterator[int]:
        """Have each key arrive at once and unseen, until the end; also after the command was stopped and goes on."""
        before = termios.tcgetattr(descriptor)

        def go_on(*_: object) -> None:
            if _is_ours(descriptor):
                tty.setcbreak(descriptor, termios.TCSADRAIN)

        then = signal.signal(signal.SIGCONT, go_on)
        try:
            tty.setcbreak(descriptor, termios.TCSADRAIN)
            yield descriptor
        finally:
            # A job that was sent to the background may put it back, too, and is not stopped for that.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
            with contextlib.suppress(termios.error):
                termios.tcsetattr(descriptor, termios.TCSANOW, before)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTTOU})
            signal.signal(signal.SIGCONT, then)

    @contextlib.contextmanager
    def _read_by_a_thread(descriptor: int, on_key: OnKey) -> Iterator[None]:
        ended, end = os.pipe()

        def read() -> None:
            while True:
                ready, _, _ = select.select([descriptor, ended], [], [])
                if ended in ready:
                    return
                try:
                    text = os.read(descriptor, 64).decode(errors="replace")
                except OSError:  # the terminal is gone
                    text = ""
                if not text:
                    return on_key(END)
                if not text.startswith("\x1b"):  # an arrow or the like
                    for key in text:
                        on_key(key)

        with _running(read):
            try:
                yield
            finally:
                os.write(end, b".")
        os.close(ended)
        os.close(end)


@contextlib.contextmanager
def _running(read: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=read, name="keys", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(1.0)
