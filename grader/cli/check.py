"""`grader check`: the public suites, for a student."""

from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.run import GradeRequest, run
from grader.texts import spoken


def check(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PATH", help=spoken().say("help_check_path")),
    ] = None,
    section: options.SectionsOption = None,
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
    verbose: options.VerboseOption = False,
) -> int:
    """Grade the public tests; the exit status."""
    return run(
        GradeRequest(
            path=path,
            course=course,
            visibilities=("public",),
            sections=tuple(section or ()),
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
        )
    )
