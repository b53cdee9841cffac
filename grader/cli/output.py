"""Where a result goes, standard output or a file that is there whole or not at all; and progress, on standard error."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import EngineError, UsageError
from grader.inert import inert_line
from grader.texts import spoken
from grader.verdict import Verdict

WIDTH = 100  # where there is no terminal to ask
NARROWEST, WIDEST = 20, 110


@contextmanager
def opened(path: Path | None) -> Iterator[Callable[[str], None]]:
    """A function that writes the result. What cannot be written to is found before anything is graded: UsageError."""
    if path is None:
        if sys.stdout is None:
            raise UsageError("stdout_closed")
        yield to_stdout
        return
    name = inert_line(str(path))
    try:
        target = path.resolve()
        # A device or a pipe cannot be replaced, so it is written to directly.
        special = target.exists() and not target.is_file()
        if target.is_dir():
            raise UsageError("output_is_folder", file=name)
        if target.exists() and not os.access(target, os.W_OK):
            raise UsageError("output_protected", file=name)
        draft = target if special else target.with_name(f".{target.name}.{os.getpid()}.tmp")
        draft.touch(exist_ok=special)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError("output_refused", file=name, problem=why) from None

    def write(text: str) -> None:
        try:
            draft.write_text(text, encoding="utf-8", newline="\n")
            if not special:
                os.replace(draft, target)
        except OSError as error:
            raise EngineError("output_failed", file=name, problem=error.strerror) from None

    try:
        yield write
    finally:
        if not special:
            draft.unlink(missing_ok=True)


def to_stdout(text: str) -> None:
    """Print a result. A reader that has gone is no error."""
    # Machines read UTF-8 whatever the locale is; a screen that cannot show a symbol shows an escape for it.
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        if stream.isatty() or not hasattr(stream, "buffer"):  # a notebook's has characters alone
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        else:
            stream.flush()
            stream.buffer.write(text.encode())
        stream.flush()
    except BrokenPipeError:
        # The reader has seen enough (`grader check | head`). Python flushes once more at exit: let it, into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        raise EngineError("stdout_failed", problem=error.strerror) from None


def on_terminal(path: Path | None) -> bool:
    """Whether a person sees the result as it is printed, in colours that are welcome."""
    unwelcome = any(os.environ.get(name) for name in ("NO_COLOR", "CI")) or os.environ.get("TERM") == "dumb"
    return path is None and sys.stdout.isatty() and not unwelcome


def width(path: Path | None) -> int:
    """The columns that a report may take."""
    columns = shutil.get_terminal_size((WIDTH, 24)).columns if path is None else WIDTH
    return min(max(columns, NARROWEST), WIDEST)


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
