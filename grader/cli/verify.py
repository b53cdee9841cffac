"""`grader verify`: the suites against the reference, the stubs, right variants and wrong ones."""

import os
import sys
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.needs import require_all, require_answers
from grader.cli.output import counted, opened, page_layout, warn
from grader.cli.run import UNDER, check_sections
from grader.course import course_at
from grader.texts import spoken

say = spoken().say


class VerifyFormat(str, Enum):
    TEXT = "text"
    JSON = "json"


def verify(
    section: options.SectionsOption = None,
    at: options.CourseOption = None,
    exercise: Annotated[
        list[str] | None,
        typer.Option("--exercise", "-e", metavar="NAME", help=say("help_exercise")),
    ] = None,
    changed: Annotated[bool, typer.Option("--changed", help=say("help_changed"))] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=say("help_jobs"))] = os.cpu_count() or 1,
    wheat: Annotated[Path | None, typer.Option("--wheat", help=say("help_wheat"))] = None,
    format: Annotated[VerifyFormat, typer.Option("--format", "-f", help=say("help_format"))] = VerifyFormat.TEXT,
    output: options.OutputOption = None,
    seed: options.SeedOption = 0,
    quiet: options.QuietOption = False,
) -> int:
    """Grade the suites; 1 when the course falls short of its thresholds."""
    require_all()
    from grader.cli.matrix import matrix_json, matrix_text
    from grader.verify.whole import verified

    course = course_at(at)
    require_answers(course)
    if wheat:
        course = replace(course, wheat=wheat.resolve())
    sections = check_sections(course, section or ())
    with opened(output) as write:
        matrix = verified(
            course, sections, exercise or (), seed, jobs, changed, lambda what: counted(say(f"progress_{what}"), quiet)
        )
        short = matrix.short(course.verify)
        if format is VerifyFormat.JSON:
            write(matrix_json(matrix, short))
        else:
            write(matrix_text(matrix, short, page_layout(output)))
    seen = format is VerifyFormat.TEXT and output is None and sys.stdout.isatty()
    for message in short if not seen else ():
        warn(spoken().tell(message))
    return UNDER if short else 0
