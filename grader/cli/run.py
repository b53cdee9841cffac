"""The pipeline of `check` and `grade`: read the course, read the submission, run the suites, score, write."""

import math
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from grader.boundary.launcher import open_launcher
from grader.cli.needs import require_all
from grader.cli.output import on_terminal, opened, width
from grader.cli.progress import progress
from grader.course import Course, find_course
from grader.errors import CourseError, UsageError
from grader.inert import inert_line
from grader.intake import Submission, read_submission
from grader.scoring import Result, redact, score
from grader.scoring.score import decimal
from grader.verdict import Audience, Run, Visibility

UNDER, INTERRUPTED = 1, 130


@dataclass(frozen=True)
class Request:
    """What the command line asks for."""

    path: Path | None
    visibilities: tuple[Visibility, ...]
    sections: tuple[str, ...]
    format: str
    output: Path | None
    seed: int
    fail_under: float | None
    isolation: str
    budget: float | None
    replay: bool
    audience: Audience
    quiet: bool
    verbose: bool

    def __post_init__(self) -> None:
        if self.budget is not None and not 0 < self.budget < math.inf:
            raise UsageError(f"--budget should be a number of seconds above 0; it is {self.budget:g}.")
        if self.fail_under is not None and not 0 <= self.fail_under <= 100:
            raise UsageError(f"--fail-under should be a percentage from 0 to 100; it is {self.fail_under:g}.")


def run(request: Request) -> int:
    """Do what `request` asks and give back the exit status."""
    course = _course(request)
    submission = read_submission(request.path or course.exercises, course)
    _keep_apart(course, request.path)
    sections = _sections(request, course)
    with opened(request.output) as write:
        graded = _grade(course, submission, sections, request)
        for note in () if request.quiet else graded.notes:
            print(f"grader: {inert_line(note)}", file=sys.stderr)
        result = score(graded, course, sections=sections, visibilities=request.visibilities)
        write(_report(redact(result, request.audience), request))
    return _status(result, request)


def _course(request: Request) -> Course:
    """The course around the current folder. A student may also name the files of a course that lies elsewhere."""
    try:
        return find_course(Path.cwd())
    except CourseError:
        # Not for hidden suites: a submission with a pyproject.toml of its own would choose what grades it.
        if request.path is None or "hidden" in request.visibilities:
            raise
        return find_course(request.path)


def _keep_apart(course: Course, path: Path | None) -> None:
    """What is handed in has no say in what grades it: suites are run by this process, with all that it may do."""
    if path is not None and path.is_dir() and course.root.is_relative_to(path.resolve()):
        raise UsageError(
            f"{inert_line(str(path))} has the course's own settings in it. Run this in the course's folder, with the "
            "folder of the section files alone."
        )


def _sections(request: Request, course: Course) -> tuple[str, ...]:
    """The sections to grade; () means all. One file stands for its own section."""
    known = [section.id for section in course.sections]
    for id in request.sections:
        if id not in known:
            raise UsageError(f"no section {inert_line(id)!r} in this course; there are {', '.join(known)}.")
    if request.path is None or request.path.is_dir():
        return request.sections
    own = request.path.stem
    if request.sections not in ((), (own,)):
        raise UsageError(f"{request.path.name} is the file of {own} alone; give its folder to grade other sections.")
    return (own,)


def _grade(course: Course, submission: Submission, sections: tuple[str, ...], request: Request) -> Run:
    require_all()
    with closing(open_launcher(request.isolation, course.limits.memory_mib)) as launcher:
        # It starts to import torch by itself; this process now does the same, beside it.
        from grader.runner.collect import Settings, run_suites

        settings = Settings(
            visibilities=request.visibilities,
            sections=sections,
            seed=request.seed,
            isolation=request.isolation,
            budget=course.limits.budget_seconds if request.budget is None else request.budget,
            replay=request.replay,
            audience=request.audience,
        )
        with progress(request.quiet) as (on_start, on_verdict):
            return run_suites(course, submission, settings, on_start, on_verdict, launcher)


def _report(result: Result, request: Request) -> str:
    from grader.report import FORMATS, Layout

    layout = Layout(
        width=width(request.output),
        colour=on_terminal(request.output),
        footer=request.audience == "instructor" or request.verbose,
        quiet=request.quiet,
        verbose=request.verbose,
    )
    return FORMATS[request.format](result, layout)


def _status(result: Result, request: Request) -> int:
    if result.interrupted:
        return INTERRUPTED
    if request.fail_under is None or result.percent >= decimal(request.fail_under):
        return 0
    if not request.quiet:
        print(f"grader: the score is under {request.fail_under:g} %.", file=sys.stderr)
    return UNDER
