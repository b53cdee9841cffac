"""`grader record`: the examples of all suites drawn ahead, so that nobody waits for that when grading."""

import os
import sys
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.needs import require_all, require_answers
from grader.cli.output import counted
from grader.cli.run import check_sections
from grader.course import course_at
from grader.texts import spoken


def record(
    section: options.SectionsOption = None,
    at: options.CourseOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=spoken().say("help_jobs"))] = os.cpu_count() or 1,
    seed: options.SeedOption = 0,
    quiet: options.QuietOption = False,
) -> int:
    """Record what is not recorded yet; the exit status."""
    require_all()
    course = course_at(at)
    require_answers(course)
    sections = check_sections(course, section or ())
    from grader.runner.record import record as record_suites

    with counted(spoken().say("progress_recording"), quiet) as (on_start, on_one):
        tests = record_suites(course, sections, seed, jobs, on_start, on_one)
    if not quiet:
        sentence = spoken().say("recorded", count=tests) if tests else spoken().say("recorded_before")
        print(sentence, file=sys.stderr)
    return 0
