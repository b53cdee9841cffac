"""`grader stubs`: `exercises/` from `solutions/`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.course import drifted, find_course, write_stubs
from grader.texts import spoken

DRIFTED = 1

say = spoken().say


def stubs(
    check: Annotated[bool, typer.Option("--check", help=say("help_stubs_check"))] = False,
    force: Annotated[bool, typer.Option("--force", help=say("help_stubs_force"))] = False,
) -> int:
    """Write the stubs, or only look at them; 1 when one has drifted."""
    course = find_course(Path.cwd())
    if not check:
        for name in write_stubs(course, force):
            print(say("stub_written", file=course.exercises / name), file=sys.stderr)
        return 0
    names = drifted(course)
    if names:
        print(say("stubs_drifted", files=", ".join(names)), file=sys.stderr)
    return DRIFTED if names else 0
