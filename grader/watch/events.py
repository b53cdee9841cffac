"""What happens while somebody works: a file is saved, a key is pressed, or a second goes by without either.

Where the system tells of no changes (a network drive, a folder that is made anew), the seconds that go by are when the
files are looked at all the same.
"""

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.watch.keys import END, INTERRUPT, keys

STEP_MS, DEBOUNCE_MS = 15, 200
"""A save is told of when nothing more has changed for a step, and after the second time in any case."""
SECOND = 1.0
LOOKED_AT = 500
"""Files of a folder; what has more is no folder of exercises."""

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Event:
    kind: Literal["saved", "key", "second"]
    key: str = ""


class Events:
    """The events in their order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._ended = threading.Event()
        self.keyboard = False
        """Whether keys can be pressed."""

    def next(self) -> Event:
        """The next event; waits for it a second at most."""
        with contextlib.suppress(queue.Empty):
            return self._waiting.get(timeout=SECOND)
        return Event("second")

    @property
    def waiting(self) -> bool:
        return not self._waiting.empty()

    def add(self, event: Event) -> None:
        self._waiting.put(event)

    @contextlib.contextmanager
    def running(self) -> Iterator["Events"]:
        """Listen to the folder and the keyboard."""
        thread = threading.Thread(target=self._listen, name="saves", daemon=True)
        thread.start()
        try:
            with keys(lambda key: self.add(Event("key", key))) as self.keyboard:
                yield self
        finally:
            self._ended.set()
            thread.join(1.0)

    def _listen(self) -> None:
        import watchfiles

        while not self._ended.is_set():
            with contextlib.suppress(OSError, RuntimeError):  # no such folder, or too many are watched already
                inode = self._folder.stat().st_ino
                changes = watchfiles.watch(
                    self._folder,
                    step=STEP_MS,
                    debounce=DEBOUNCE_MS,
                    stop_event=self._ended,
                    rust_timeout=int(SECOND * 1000),
                    yield_on_timeout=True,
                    recursive=True,
                )
                for found in changes:
                    if found:
                        self.add(Event("saved"))
                    if self._folder.stat().st_ino != inode:
                        break  # another folder of that name
            self._ended.wait(SECOND / 4)


def ends(event: Event) -> bool:
    """Whether a key asks for the end. Raises KeyboardInterrupt for a Ctrl-C that did not come as a signal."""
    if event.key == INTERRUPT:
        raise KeyboardInterrupt
    return event.key in ("q", "Q", END)


def signature(*folders: Path) -> Signature:
    """What tells that a Python file in one of the folders is another than before, or that a file itself is."""
    found = []
    for folder in folders:
        with contextlib.suppress(OSError):
            files = [folder] if folder.is_file() else sorted(folder.glob("*.py"))[:LOOKED_AT]
            for file in files:
                with contextlib.suppress(OSError):
                    seen = file.stat()
                    found.append((str(file), seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(found)
