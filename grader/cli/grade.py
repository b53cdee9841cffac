"""`grader grade`: public and hidden suites on one submission, for an instructor or a CI job."""

from pathlib import Path
from typing import Annotated

import typer

from grader.boundary.platform import can_sandbox
from grader.cli import options
from grader.cli.run import GradeRequest, run
from grader.texts import spoken

SAFEST = options.Isolation.SANDBOX if can_sandbox() else options.Isolation.AUTO
"""Hidden tests run code of others: where a sandbox exists, nothing is graded without it unless someone says so."""


def grade(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=spoken().say("help_grade_path"))],
    section: options.SectionsOption = None,
    course: options.CourseOption = None,
    format: options.FormatOption = options.Format.TEXT,
    output: options.OutputOption = None,
    seed: options.SeedOption = 0,
    fail_under: options.FailUnderOption = None,
    isolation: options.IsolationOption = SAFEST,
    budget: options.BudgetOption = None,
    no_replay: options.NoReplayOption = False,
    audience: options.ReaderOption = options.Reader.INSTRUCTOR,
    sign: options.SignOption = None,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> int:
    """Grade all tests; the exit status."""
    return run(
        GradeRequest(
            path=path,
            course=course,
            visibilities=("public", "hidden"),
            sections=tuple(section or ()),
            format=format.value,
            output=output,
            seed=seed,
            fail_under=fail_under,
            isolation=isolation.value,
            budget=budget,
            replay=not no_replay,
            audience=audience.value,
            sign=sign,
            quiet=quiet,
            verbose=verbose,
        )
    )
