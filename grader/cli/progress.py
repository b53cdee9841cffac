"""What is said on standard error while a submission is graded."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.texts.language import spoken
from grader.verdict import Verdict

Watch = tuple[Callable[[int], None], Callable[[Verdict], None]]
Count = tuple[Callable[[int], None], Callable[[str], None]]


@contextmanager
def progress(quiet: bool) -> Iterator[Watch]:
    """Two functions, for the number of tests and for each verdict."""
    with counted(spoken().say("progress_starting"), quiet) as (on_start, on_one):
        yield on_start, lambda verdict: on_one(verdict.section)


@contextmanager
def counted(title: str, quiet: bool) -> Iterator[Count]:
    """Two functions, for the number of things and for each one's name; a bar if there is a terminal to draw it on."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield (lambda total: None, lambda name: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield (
            lambda total: bar.update(task, total=total),
            lambda name: bar.update(task, advance=1, description=name),
        )
