"""`grader check`: the public suites, for a student."""

from typing import Annotated

import typer

from grader.cli import options
from grader.cli.run import GradeRequest, check_sections, run
from grader.cli.selection import select
from grader.course import course_at
from grader.texts import spoken

say = spoken().say


def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WHAT]...", help=say("help_check_what")),
    ] = None,
    section: options.SectionsOption = None,
    keyword: Annotated[str, typer.Option("-k", metavar="NAME", help=say("help_check_keyword"))] = "",
    course: options.CourseOption = None,
    format: options.FormatOption = options.Format.TEXT,
    output: options.OutputOption = None,
    seed: options.SeedOption = 0,
    fail_under: options.FailUnderOption = None,
    isolation: options.IsolationOption = options.Isolation.AUTO,
    budget: options.BudgetOption = None,
    no_replay: options.NoReplayOption = False,
    audience: options.ReaderOption = options.Reader.STUDENT,
    quiet: options.QuietOption = False,
    verbose: Annotated[bool, typer.Option("--verbose", "--all", "-v", help=say("help_check_verbose"))] = False,
) -> int:
    """Grade the public tests; the exit status."""
    at = course_at(course)
    chosen = select(at, what or (), check_sections(at, section or ()))
    partial = bool(chosen.exercises or keyword)
    return run(
        GradeRequest(
            path=chosen.path,
            course=course,
            visibilities=("public",),
            sections=chosen.sections,
            format=format.value,
            output=output,
            seed=seed,
            fail_under=fail_under,
            isolation=isolation.value,
            budget=budget,
            replay=not no_replay,
            audience=audience.value,
            quiet=quiet,
            verbose=verbose,
            exercises=chosen.exercises,
            keyword=keyword,
            path_through=partial or (not verbose and audience is options.Reader.STUDENT),
        )
    )
