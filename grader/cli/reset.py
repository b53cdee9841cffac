"""`grader reset`: one exercise as it was handed out; what was there is kept beside it."""

import sys
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.run import check_sections
from grader.course import course_at
from grader.course.reset import kept_beside, require_one, sections_with, with_stub
from grader.errors import UsageError
from grader.inert import inert_line
from grader.texts import spoken

say = spoken().say


def reset(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help=say("help_reset_exercise"))],
    section: Annotated[
        str | None, typer.Option("--section", "-s", metavar="ID", help=say("help_reset_section"))
    ] = None,
    at: options.CourseOption = None,
) -> int:
    """Put a stub back."""
    course = course_at(at)
    section = check_sections(course, [section])[0] if section else None
    stubs = sections_with(course, exercise)
    id = require_one(stubs, inert_line(exercise), section)
    file = course.exercises / f"{id}.py"
    try:
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(stubs[id], encoding="utf-8", newline="\n")
            print(say("stub_written", file=file), file=sys.stderr)
            return 0
        before = file.read_bytes()
        text = before.decode("utf-8-sig")
        fresh = with_stub(text, stubs[id], exercise)
        if fresh == text:
            print(say("reset_nothing", exercise=exercise, file=file), file=sys.stderr)
            return 0
        kept = kept_beside(file)
        kept.write_bytes(before)
        file.write_text(fresh, encoding="utf-8", newline="\n")
    except UnicodeDecodeError as error:
        raise UsageError("reset_failed", file=inert_line(str(file)), problem=error.reason) from None
    except OSError as error:
        raise UsageError("reset_failed", file=inert_line(str(file)), problem=error.strerror) from None
    print(say("reset_done", exercise=exercise, file=file, kept=kept), file=sys.stderr)
    return 0
