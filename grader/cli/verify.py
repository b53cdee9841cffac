"""`grader verify`: the suites against the reference, the stubs, right variants and wrong ones."""

import os
import sys
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from grader.cli import options
from grader.cli.needs import require_all
from grader.cli.output import on_terminal, opened, width
from grader.cli.progress import counted
from grader.cli.run import UNDER
from grader.course import find_course
from grader.errors import CourseError, UsageError


class VerifyFormat(str, Enum):
    TEXT = "text"
    JSON = "json"


def verify(
    section: options.SectionsOption = None,
    exercise: Annotated[
        list[str] | None,
        typer.Option("--exercise", "-e", metavar="NAME", help="This exercise alone. Repeat it for more."),
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only what has changed since it was verified last.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes at once.")] = os.cpu_count() or 1,
    wheat: Annotated[Path | None, typer.Option("--wheat", help="The right variants (default: the course's).")] = None,
    format: Annotated[VerifyFormat, typer.Option("--format", "-f", help="What it is written as.")] = VerifyFormat.TEXT,
    output: options.OutputOption = None,
    seed: options.SeedOption = 0,
    quiet: options.QuietOption = False,
) -> int:
    """Grade the suites: right variants must pass them, wrong ones must fail.

    Exit status 1 when the course falls short of the thresholds in `tool.grader.verify`.
    """
    require_all()
    from grader.report import Layout
    from grader.report.matrix import matrix_json, matrix_text
    from grader.verify.crew import run_crew
    from grader.verify.matrix import build

    course = find_course(Path.cwd())
    if wheat:
        course = replace(course, wheat=wheat.resolve())
    for id in section or ():
        if course.section(id) is None:
            raise UsageError(f"no section {id!r} in this course; there are {', '.join(s.id for s in course.sections)}.")
    with opened(output) as write:
        with counted("verifying", quiet) as (on_start, on_one):
            outcomes = run_crew(
                course, tuple(section or ()), tuple(exercise or ()), seed, jobs, changed,
                on_start, lambda outcome: on_one(outcome.of or outcome.name),
            )  # fmt: skip
        if not outcomes:
            raise UsageError("nothing to verify: no such exercise, or no solutions.")
        matrix = build(outcomes, _equivalent(course.equivalent_mutants))
        short = matrix.short(course.verify)
        if format is VerifyFormat.JSON:
            write(matrix_json(matrix, short))
        else:
            write(matrix_text(matrix, short, Layout(width=width(output), colour=on_terminal(output))))
    for words in short:
        print(f"grader: falls short in {words}", file=sys.stderr)
    return UNDER if short else 0


def _equivalent(path: Path) -> dict[str, dict[str, str]]:
    """Mutants that are right after all: section → name → reason."""
    if not path.is_file():
        return {}
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except msgspec.MsgspecError as wrong:
        raise CourseError(f"{path.name} cannot be read: {wrong}") from None
