"""What one sees of a class being graded: a bar with the rate and the time that is left, and a log."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from grader.batch.run import Watch
from grader.batch.unusual import who
from grader.cli.output import warn
from grader.errors import UsageError
from grader.gradebook.entries import Entry
from grader.inert import inert_line
from grader.texts import spoken

APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def watched(log: Path, bar: bool) -> Iterator[Watch]:
    """Who is told how a run goes on."""
    with _bar(bar) as shown, _log(log) as write:

        def on_entry(entry: Entry) -> None:
            write(_line(entry))
            shown.on_entry(entry)

        yield Watch(shown.on_start, on_entry, shown.on_again)


@contextmanager
def _log(path: Path) -> Iterator[Callable[[str], None]]:
    """A function that adds a line to a file that only its owner reads. A full disk keeps nobody from being graded."""
    name = inert_line(str(path))
    try:
        descriptor = os.open(path, APPEND, 0o600)
    except (OSError, ValueError) as error:
        raise UsageError("output_refused", file=name, problem=getattr(error, "strerror", None) or error) from None
    failed = False

    def write(line: str) -> None:
        nonlocal failed
        try:
            os.write(descriptor, line.encode())
        except OSError as error:
            if not failed:
                warn(spoken().say("class_log_failed", file=name, problem=error.strerror))
            failed = True

    try:
        yield write
    finally:
        os.close(descriptor)


def _line(entry: Entry) -> str:
    """`2026-12-01T09:30:12Z <tab> Alice Kim (1001) <tab> kim.zip <tab> graded <tab> 61.5/100 <tab> 3.2 s`"""
    result = entry.result
    state = "grader_error" if entry.grader_error else "unreadable" if result is None else "graded"
    if result and not result.complete:
        state = "incomplete"
    parts = [f"{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}", who(entry), entry.source]
    parts.append(spoken().say(f"log_{state}"))
    if entry.grader_error:
        parts.append(entry.grader_error)
    elif entry.problem:
        parts.append(spoken().tell(entry.problem))
    elif result:
        parts += [f"{round(float(result.score), 2):g}/{float(result.max_score):g}", f"{result.duration:.1f} s"]
    return "\t".join(inert_line(part) for part in parts) + "\n"


class _Shown:
    """No bar at all: where there is no terminal, the log is what one looks at."""

    def on_start(self, number: int) -> None: ...
    def on_entry(self, entry: Entry) -> None: ...
    def on_again(self, number: int) -> None: ...


class _Bar(_Shown):
    """A bar of rich's."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._task = bar.add_task(spoken().say("progress_reference"), total=None, pace="")
        self._began = time.monotonic()
        self._done = 0

    def on_start(self, number: int) -> None:
        self._began = time.monotonic()
        self._bar.update(self._task, total=number, description=spoken().say("progress_class"))

    def on_entry(self, entry: Entry) -> None:
        self._done += 1
        rate = 60 * self._done / max(time.monotonic() - self._began, 1e-3)
        self._bar.update(self._task, advance=1, pace=spoken().say("progress_rate", number=rate))

    def on_again(self, number: int) -> None:
        if number:
            self._bar.update(self._task, description=spoken().say("progress_again", count=number))


@contextmanager
def _bar(wanted: bool) -> Iterator[_Shown]:
    if not wanted:
        yield _Shown()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=300) as bar:
        yield _Bar(bar)
