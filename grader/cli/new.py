"""`grader new`: a small course to start from."""

from pathlib import Path
from typing import Annotated

import typer

import grader
from grader.cli.output import opened
from grader.course.starter import make_course
from grader.texts import spoken

PAGE = Path(grader.__file__).parent / "suite" / "README.md"

say = spoken().say


def new(folder: Annotated[Path, typer.Argument(metavar="COURSE", help=say("help_new_path"))]) -> int:
    """Make the course, and say what to do next."""
    with opened(None) as write:
        course = make_course(folder)
        write(say("new_made", folder=course.root, page=PAGE) + "\n")
    return 0
