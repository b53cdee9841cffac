"""`grader update`: a newer release of the course in a student's copy."""

from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.output import opened
from grader.course import course_at
from grader.inert import inert_line
from grader.release.update import Update, apply, plan_update
from grader.texts import spoken

say = spoken().say


def update(
    release: Annotated[Path, typer.Argument(metavar="ZIP", help=say("help_update_path"))],
    at: options.CourseOption = None,
) -> int:
    """Update the copy around the current folder, and say what was done."""
    with opened(None) as write:
        course = course_at(at)
        update = plan_update(course, release)
        before = apply(update, course.root)
        lines = _said(update)
        if before:
            lines.append(say("update_before", folder=before.relative_to(course.root).as_posix()))
        if any(path.endswith(".whl") or path == "requirements.txt" for path in update.files):
            lines.append(say("update_engine"))
        write("\n".join(lines) + "\n")
    return 0


def _said(update: Update) -> list[str]:
    lines = [say("update_done" if update.files else "update_nothing", old=update.old, new=update.new)]
    if update.files:
        lines.append(say("update_written", count=len(update.files)))
        lines += [f"  {inert_line(path)}" for path in update.files]
    for kept in update.kept:
        lines.append(say("update_kept", file=inert_line(kept.file), name=inert_line(kept.written)))
        if kept.missing:
            names = ", ".join(map(inert_line, kept.missing))
            lines.append(say("update_lacks", names=names, example=inert_line(kept.missing[0])))
    return lines
