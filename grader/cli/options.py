"""The options that commands share, each declared once with its help."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class Format(str, Enum):
    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


class Isolation(str, Enum):
    AUTO = "auto"
    SANDBOX = "sandbox"
    PROCESS = "process"


class Reader(str, Enum):
    STUDENT = "student"
    INSTRUCTOR = "instructor"


SectionsOption = Annotated[
    list[str] | None,
    typer.Option("--section", "-s", metavar="ID", help="Grade this section alone. Repeat it for more."),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="What the result is written as.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the result to FILE, not to the screen.")
]
SeedOption = Annotated[
    int,
    typer.Option(
        "--seed", metavar="N", min=0, max=2**32 - 1, help="Draw other examples; the same seed gives the same result."
    ),
]
FailUnderOption = Annotated[
    float | None,
    typer.Option("--fail-under", metavar="PERCENT", help="Exit with 1 when the score is lower."),
]
IsolationOption = Annotated[
    Isolation,
    typer.Option(
        "--isolation",
        help="auto: the best this machine has. sandbox: refuse to grade without it. process: a plain process.",
    ),
]
BudgetOption = Annotated[
    float | None,
    typer.Option("--budget", metavar="SECONDS", help="Time for the whole submission; the course's limit by default."),
]
NoReplayOption = Annotated[
    bool, typer.Option("--no-replay", help="Draw every example anew instead of replaying those drawn before (slow).")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Points alone: no tests, no progress, no notes.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Tests that passed are shown as well.")]
ReaderOption = Annotated[
    Reader,
    typer.Option("--audience", help="student: what a hidden test was called with stays hidden. instructor: all of it."),
]
