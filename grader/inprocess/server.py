"""The worker's server in this process: with the files where they lie, the terminal's streams, and a debugger."""

import bdb
import contextlib
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.wire.frames import pack, unpack
from grader.wire.messages import Invoke, Load, replies
from grader.worker.loader import SubmissionLoader
from grader.worker.printed import Printed
from grader.worker.serve import Server
from grader.worker.watch import Watch

INTERRUPTED = (KeyboardInterrupt, bdb.BdbQuit, pytest.exit.Exception)

OnCall = Callable[[Callable[..., Any], str], Callable[..., Any]]
"""What is called in the place of a student's function; its name stands beside it."""


class OnTheTerminal(Printed):
    """Nothing is kept: what is printed goes where it always goes."""

    def put_in_place(self) -> None:
        """The streams stay what they are."""

    def take(self) -> str:
        return ""


class ServerHere(Server):
    """Runs the files of a folder under their real paths, so that breakpoints in an editor are found."""

    def __init__(self, folder: Path, on_call: OnCall = lambda target, name: target) -> None:
        self._loader = SubmissionLoader()
        self._watch = Watch(OnTheTerminal())
        self._things = OrderedDict()
        self._seed = 0
        self._folder = folder
        self._names: dict[str, str] = {}
        self._on_call = on_call
        sys.meta_path.append(self._loader)

    def close(self) -> None:
        """Let the next server find its own modules."""
        with contextlib.suppress(ValueError):
            sys.meta_path.remove(self._loader)
        for name, module in self._loader.built.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]

    def _reply(self, message: Any, blobs: list[memoryview]) -> bytes:
        with _on_the_terminal():
            return super()._reply(self._at_home(message) if isinstance(message, Load) else message, blobs)

    def _at_home(self, load: Load) -> Load:
        """The same files, by their real paths."""
        sources = []
        for source in load.sources:
            path = self._folder / source.filename
            if path.is_file():
                self._names[str(path)] = source.filename
                source = msgspec.structs.replace(source, filename=str(path))
            sources.append(source)
        return Load(sources, load.seed)

    def _told(self, error: BaseException, number: int) -> bytes:
        if isinstance(error, INTERRUPTED):
            raise KeyboardInterrupt from error
        told, _ = unpack(super()._told(error, number), replies)
        lines = [msgspec.structs.replace(line, file=self._names.get(line.file, line.file)) for line in told.lines]
        return pack(msgspec.structs.replace(told, lines=lines), [])

    def _target(self, ask: Invoke) -> Callable[..., Any]:
        return self._on_call(super()._target(ask), ask.name)


@contextlib.contextmanager
def _on_the_terminal() -> Iterator[None]:
    """What the student's code prints is the result here, wherever a suite's own prints go."""
    with contextlib.redirect_stdout(sys.__stdout__ or sys.stdout):
        yield
