"""The options that commands share, each declared once with its help."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from grader.report import Format as Format
from grader.texts import spoken

say = spoken().say


class Isolation(str, Enum):
    AUTO = "auto"
    SANDBOX = "sandbox"
    FILE_MODES = "file-modes"
    PROCESS = "process"


class Reader(str, Enum):
    STUDENT = "student"
    INSTRUCTOR = "instructor"


def _sections_here(incomplete: str) -> list[str]:
    """What a shell offers for a section."""
    from grader.course import find_course
    from grader.errors import CourseError

    try:
        return [section.id for section in find_course(Path.cwd()).sections if section.id.startswith(incomplete)]
    except CourseError:
        return []


CourseOption = Annotated[Path | None, typer.Option("--course", metavar="DIR", help=say("help_course"))]
SectionsOption = Annotated[
    list[str] | None,
    typer.Option("--section", "-s", metavar="ID", help=say("help_section"), autocompletion=_sections_here),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help=say("help_format"))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("help_output"))]
SeedOption = Annotated[
    int,
    typer.Option("--seed", metavar="N", min=0, max=2**32 - 1, help=say("help_seed")),
]
GRADEBOOK = "gradebook.db"
GradebookOption = Annotated[
    str,
    typer.Option("--gradebook", metavar="PATH|URL", envvar="GRADER_GRADEBOOK", help=say("help_gradebook_where")),
]
PolicyOption = Annotated[Path | None, typer.Option("--policy", metavar="FILE", help=say("help_gradebook_policy"))]
FailUnderOption = Annotated[
    float | None,
    typer.Option("--fail-under", metavar="PERCENT", help=say("help_fail_under")),
]
IsolationOption = Annotated[
    Isolation,
    typer.Option(
        "--isolation",
        help=say("help_isolation"),
    ),
]
SignOption = Annotated[str | None, typer.Option("--sign", metavar="KEY", help=say("help_sign"))]
BudgetOption = Annotated[
    float | None,
    typer.Option("--budget", metavar="SECONDS", help=say("help_budget")),
]
NoReplayOption = Annotated[bool, typer.Option("--no-replay", help=say("help_no_replay"))]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=say("help_quiet"))]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help=say("help_verbose"))]
ReaderOption = Annotated[
    Reader,
    typer.Option("--audience", help=say("help_audience")),
]
