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
from grader.cli.output import counted, on_terminal, opened, width
from grader.cli.run import UNDER, check_sections
from grader.course import course_at
from grader.errors import CourseError, UsageError
from grader.inert import inert_line
from grader.texts import language, spoken

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
    from grader.report import Layout
    from grader.runner.collect import collect
    from grader.runner.record import record
    from grader.verify.doctests import wrong_examples
    from grader.verify.matrix import build
    from grader.verify.parallel import run_in_parallel
    from grader.verify.strays import check_files, check_suite

    course = course_at(at)
    if wheat:
        course = replace(course, wheat=wheat.resolve())
    sections = check_sections(course, section or ())
    check_files(course)
    with opened(output) as write:
        suite = collect(course, sections)
        check_suite(suite)
        tested = tuple(dict.fromkeys((case.section, case.exercise) for case in suite.cases))
        names = sorted({name for _, name in tested})
        for name in exercise or ():
            if name not in names:
                raise UsageError("exercise_unknown", exercise=inert_line(name), exercises=", ".join(names))
        wanted = [(id, name) for id, name in tested if not exercise or name in exercise]
        with counted(say("progress_recording"), quiet) as (on_start, on_one):
            record(course, sections, seed, jobs, on_start, on_one)
        with counted(say("progress_verifying"), quiet) as (on_start, on_one):
            outcomes = run_in_parallel(
                course, tested, sections, tuple(exercise or ()), seed, jobs, changed,
                on_start, lambda outcome: on_one(outcome.of or outcome.name),
            )  # fmt: skip
        if not outcomes:
            raise UsageError("nothing_to_verify")
        matrix = build(outcomes, _equivalent(course.equivalent_mutants), wanted, wrong_examples(course, sections))
        short = matrix.short(course.verify)
        if format is VerifyFormat.JSON:
            write(matrix_json(matrix, short))
        else:
            layout = Layout(width=width(output), colour=on_terminal(output), language=language())
            write(matrix_text(matrix, short, layout))
    seen = format is VerifyFormat.TEXT and output is None and sys.stdout.isatty()
    for message in short if not seen else ():
        print(f"grader: {spoken().tell(message)}", file=sys.stderr)
    return UNDER if short else 0


def _equivalent(path: Path) -> dict[str, dict[str, str]]:
    """Mutants that are right after all: section → name → reason."""
    if not path.is_file():
        return {}
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except msgspec.MsgspecError as wrong:
        raise CourseError("equivalent_unreadable", file=path.name, problem=wrong) from None
