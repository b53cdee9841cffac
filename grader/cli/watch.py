"""`grader watch`: the exercises of a file are checked when it is saved."""

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.boundary.launcher import Launcher
from grader.cli import options
from grader.cli.interruption import not_swallowed
from grader.cli.needs import require_all
from grader.cli.output import page_layout, to_stdout, warn
from grader.cli.run import check_sections, launched, own_exercises
from grader.course import Course, course_at
from grader.errors import EngineError, GraderError
from grader.inert import inert
from grader.texts import spoken

if TYPE_CHECKING:  # they import torch, which is imported while the launcher imports it, too
    from grader.watch.events import Events
    from grader.watch.session import End


def watch(
    sections: Annotated[
        list[str] | None, typer.Argument(metavar="[SECTION]...", help=spoken().say("help_watch_sections"))
    ] = None,
    course: options.CourseOption = None,
    seed: options.SeedOption = 0,
    isolation: options.IsolationOption = options.Isolation.AUTO,
) -> int:
    """Watch the exercises until a key ends it; the exit status."""
    require_all()
    if find_spec("watchfiles") is None:
        raise EngineError("watch_needs_watchfiles")
    at = course_at(course)
    check_sections(at, sections or ())
    warn(spoken().say("watch_starting"))
    with launched(at, isolation.value) as launcher:
        with not_swallowed():
            from grader.watch.events import Events
        with Events(at.exercises).running() as events:
            end = _watched(course, sections or (), seed, isolation.value, launcher, events)
            while end == "course_changed":
                warn(spoken().say("watch_course_changed"))
                try:
                    end = _watched(course, sections or (), seed, isolation.value, launcher, events)
                except GraderError as error:
                    warn(inert(error.told(spoken())))
                    warn(spoken().say("watch_waiting"))
                    end = _waited(at, events)
    return 0


def _watched(
    folder: Path | None, wanted: Sequence[str], seed: int, isolation: str, launcher: Launcher, events: "Events"
) -> "End":
    """One course as it is now, until it changes or a key ends it."""
    from grader.runner.collect import collect
    from grader.runner.workers import open_workers, seldom_collected
    from grader.watch.screen import Drawing, Lines, Page
    from grader.watch.session import Session

    course = course_at(folder)
    suite = collect(course, check_sections(course, wanted), ("public",))
    layout = page_layout()
    drawing = Drawing(course, own_exercises(course), layout)
    clear = os.environ.get("TERM") != "dumb"
    screen = Page(drawing, _write, events.keyboard, clear) if sys.stdout.isatty() else Lines(drawing, _write)
    with open_workers(course, isolation, seed, launcher) as workers, seldom_collected():
        return Session(suite, workers, screen, events, layout).run()


def _write(text: str) -> None:
    """Print; a reader that has gone (`grader watch | head`) ends the command."""
    before = _goes_nowhere()
    to_stdout(text)
    if _goes_nowhere() and not before:
        raise typer.Exit


def _goes_nowhere() -> bool:
    return os.path.samestat(os.fstat(sys.stdout.fileno()), os.stat(os.devnull))


def _waited(course: Course, events: "Events") -> "End":
    """Until a course that is wrong just now has changed again."""
    from grader.watch.events import ends, signature

    files = (course.root / "pyproject.toml", course.public)
    before = signature(*files)
    while signature(*files) == before:
        if ends(events.next()):
            return "quit"
    return "course_changed"
