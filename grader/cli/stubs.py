"""`grader stubs`: `exercises/` from `solutions/`, as files or as notebooks."""

import sys
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.needs import require_answers
from grader.course import course_at, drifted, write_stubs
from grader.course.catalog import require_language
from grader.course.notebooks import notebooks_drifted, write_notebooks
from grader.texts import ENGLISH, spoken

DRIFTED = 1

say = spoken().say


def stubs(
    check: Annotated[bool, typer.Option("--check", help=say("help_stubs_check"))] = False,
    force: Annotated[bool, typer.Option("--force", help=say("help_stubs_force"))] = False,
    notebook: Annotated[bool, typer.Option("--notebook", help=say("help_stubs_notebook"))] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help=say("help_stubs_lang"))] = ENGLISH,
    at: options.CourseOption = None,
) -> int:
    """Write the stubs, or only look at them; 1 when one has drifted."""
    course = course_at(at)
    if not notebook:
        require_answers(course)
    require_language(course, lang)
    if not check:
        for name in write_notebooks(course, spoken(), force) if notebook else write_stubs(course, force, lang):
            print(say("stub_written", file=course.exercises / name), file=sys.stderr)
        return 0
    names = notebooks_drifted(course, spoken()) if notebook else drifted(course)
    if names:
        print(say("notebooks_drifted" if notebook else "stubs_drifted", files=", ".join(names)), file=sys.stderr)
    return DRIFTED if names else 0
