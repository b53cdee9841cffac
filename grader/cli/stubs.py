"""`grader stubs`: `exercises/` from `solutions/`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.course import drifted, find_course, write_stubs

DRIFTED = 1


def stubs(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 when a stub is not up to date.")
    ] = (False),
) -> int:
    """Write exercises/ from solutions/: the lines between the marks go, the rest stays. For the course's authors."""
    course = find_course(Path.cwd())
    if not check:
        for name in write_stubs(course):
            print(f"wrote {course.exercises / name}", file=sys.stderr)
        return 0
    names = drifted(course)
    if names:
        print(f"not what solutions/ makes of them: {', '.join(names)}. Run: grader stubs", file=sys.stderr)
    return DRIFTED if names else 0
