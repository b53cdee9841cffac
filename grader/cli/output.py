"""Where a result goes, standard output or a file that is there whole or not at all; and progress, on standard error."""

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import EngineError, UsageError
from grader.inert import inert_line
from grader.texts import language, spoken
from grader.verdict import Verdict

if TYPE_CHECKING:
    from grader.report.page import Layout

WIDTH = 100  # where there is no terminal to ask
NARROWEST, WIDEST = 20, 110


@contextmanager
def opened(path: Path | None, within: Path | None = None) -> Iterator[Callable[[str], None]]:
    """A function that writes the result. What cannot be written to is found before anything is graded: UsageError.

    `within` is the submission's folder, whose links are never followed.
    """
    if path is None:
        if sys.stdout is None:
            raise UsageError("stdout_closed")
        yield to_stdout
        return
    name = inert_line(str(path))
    try:
        target = _target(path, name, within)
        draft = None if target is None else _draft(target)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError("output_refused", file=name, problem=why) from None

    def write(text: str) -> None:
        try:
            if target is None:
                _write(os.dup(_descriptor(path)), text)
            elif draft is None:
                _write(os.open(target, WRITE), text)
            else:
                _replace(draft, target, text)
        except OSError as error:
            to_stdout(text)  # nothing else is there, and what took minutes is not to be lost
            raise EngineError("output_failed", file=name, problem=error.strerror) from None

    try:
        yield write
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


WRITE = os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
DESCRIPTORS = {"/dev/stdout": 1, "/dev/stderr": 2}


def _descriptor(path: Path) -> int:
    """The number behind `/dev/stdout` or `/dev/fd/7`, which is this process's own; -1 of any other path."""
    folder, number = str(path.parent), path.name
    own = folder in ("/dev/fd", "/proc/self/fd") and number.isdecimal()
    return int(number) if own else DESCRIPTORS.get(str(path), -1)


def _target(path: Path, name: str, within: Path | None) -> Path | None:
    """The file to write, None for a descriptor of this process."""
    if _descriptor(path) >= 0:
        os.fstat(_descriptor(path))
        return None
    target = path.resolve()
    place = Path.cwd() / path
    if within is not None and any(step.is_symlink() and _lies_in(step, within) for step in (place, *place.parents)):
        raise UsageError("output_link", file=name)
    if target.is_dir():
        raise UsageError("output_is_folder", file=name)
    if target.exists() and not os.access(target, os.W_OK):
        raise UsageError("output_protected", file=name)
    return target


def _lies_in(link: Path, folder: Path) -> bool:
    return link.parent.resolve().is_relative_to(folder.resolve())


def _draft(target: Path) -> Path | None:
    """A new file beside the target, with its mode, to take its place; None where the target is written to directly.

    That is a device or a pipe, and a file in a folder where nothing can be made.
    """
    if target.exists() and not target.is_file():
        return None
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except PermissionError:
        if target.is_file():
            return None
        raise
    if target.exists():
        shutil.copymode(target, draft)
    return draft


def _replace(draft: Path, target: Path, text: str) -> None:
    _write(os.open(draft, WRITE), text)
    try:
        os.replace(draft, target)
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        # Something is mounted there, as a container's volume may be one file.
        _write(os.open(target, WRITE), text)


def _write(descriptor: int, text: str) -> None:
    with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def append(path: Path, text: str, most: int) -> None:
    """Add to a file that others write to as well, as far as it has room; one that cannot be written to is left."""
    data = text.encode()
    with suppress(OSError), path.open("ab") as file:
        if file.tell() + len(data) <= most:
            file.write(data)


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


def program() -> str:
    """What one types to run this: a student's copy that brings its own grader has no script for it."""
    return "python -m grader" if Path(sys.argv[0]).parts[-2:] == ("grader", "__main__.py") else "grader"


def on_terminal(path: Path | None) -> bool:
    """Whether a person sees the result as it is printed, in colours that are welcome."""
    unwelcome = any(os.environ.get(name) for name in ("NO_COLOR", "CI")) or os.environ.get("TERM") == "dumb"
    return path is None and sys.stdout.isatty() and not unwelcome


def width(path: Path | None) -> int:
    """The columns that a report may take."""
    columns = shutil.get_terminal_size((WIDTH, 24)).columns if path is None else WIDTH
    return min(max(columns, NARROWEST), WIDEST)


def page_layout(output: Path | None = None, quiet: bool = False, verbose: bool = False) -> "Layout":
    """How a page looks where it goes: on the terminal, or in a file."""
    from grader.report.page import Layout

    columns, colour = width(output), on_terminal(output)
    return Layout(width=columns, colour=colour, quiet=quiet, verbose=verbose, language=language())


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


def warn(sentence: str) -> None:
    """A line for a person, on standard error."""
    print(f"grader: {sentence}", file=sys.stderr)
