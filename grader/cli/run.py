"""The pipeline of `check` and `grade`: read the course, read the submission, run the suite, score, write."""

import base64
import contextlib
import math
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.boundary.launcher import ONE_THREAD, Launcher, advice, open_launcher
from grader.cli.interruption import not_swallowed
from grader.cli.needs import require_all, require_answers
from grader.cli.output import append, on_terminal, opened, program, progress, warn, width
from grader.cli.verify_result import read_key
from grader.course import Course, course_at
from grader.course.catalog import course_texts
from grader.course.exercise_names import exercise_names, short_id
from grader.course.named import section_named
from grader.course.student_copy import student_copy
from grader.errors import SubmissionError, SuiteError, UsageError
from grader.failure import Note
from grader.inert import inert, inert_line
from grader.intake import Submission, is_archive, read_submission, total_points
from grader.report import FORMATS, Format, Layout
from grader.report.in_language import in_language
from grader.report.pages import require_pages
from grader.report.words import note_text
from grader.scoring import Result, redact, score
from grader.scoring.shares import decimal
from grader.texts import Message, asked_language, language, spoken
from grader.verdict import Audience, Visibility

if TYPE_CHECKING:  # it needs rich, which is slow to import
    from grader.report.path import Way

UNDER, INTERRUPTED = 1, 130
GITHUB_BYTES = 2**20
"""How long GitHub lets a file become that a step writes to."""
FOR_PROGRAMS = (Format.JSON, Format.JUNIT, Format.CLASSROOM)
"""Formats whose language does not depend on the machine, only on what was asked for."""


@dataclass(frozen=True)
class GradeRequest:
    """What the command line asks for."""

    path: Path | None
    course: Path | None
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
    sign: str | None = None
    """The name of the key to sign the result with."""
    exercises: tuple[tuple[str, str], ...] = ()
    """These alone, each with its section; () for all."""
    keyword: str = ""
    """What pytest's `-k` would take."""
    path_through: bool = False
    """Show the way through the course, and not each test."""

    @property
    def partial(self) -> bool:
        """Whether only some tests of a section are asked for."""
        return bool(self.exercises or self.keyword)

    def __post_init__(self) -> None:
        if self.partial and self.format != Format.TEXT:
            raise UsageError("part_needs_text", format=self.format)
        if self.sign is not None and self.format != Format.JSON:
            raise UsageError("sign_needs_json")
        if self.budget is not None and not 0 < self.budget < math.inf:
            raise UsageError("budget_wrong", seconds=self.budget)
        if self.fail_under is not None and not 0 <= self.fail_under <= 100:
            raise UsageError("fail_under_wrong", percent=self.fail_under)


def run(request: GradeRequest) -> int:
    """Do what `request` asks and give back the exit status."""
    if request.format == Format.HTML:
        require_pages()
    sign = _signing(request.sign)
    course = course_at(request.course)
    if "hidden" in request.visibilities:
        require_answers(course)
    try:
        submission = read_submission(request.path or own_exercises(course), course)
    except SubmissionError as wrong:
        return _refused(wrong, request)
    sections = _sections(request, course, submission)
    _tell(submission.remarks, request)
    with opened(request.output, _folder(request)) as write:
        result = graded_result(request, course, submission, sections)
        _show(redact(result, request.audience), request, course, lambda text: write(sign(text)))
    return _status(result, request)


def graded_result(request: GradeRequest, course: Course, submission: Submission, sections: tuple[str, ...]) -> Result:
    """Run the suites; what was found, for an instructor's eyes."""
    require_all()
    with launched(course, request.isolation) as launcher, progress(request.quiet) as (on_start, on_verdict):
        # The launcher has begun to import torch in a process of its own; here it is imported meanwhile.
        with not_swallowed():
            from grader.runner.cache import has_home
            from grader.runner.collect import collect
            from grader.runner.grade import Settings, grade
            from grader.runner.workers import open_workers, seldom_collected

            suite = collect(course, sections, request.visibilities)
            if request.partial:
                from grader.runner.part import part_of

                part = part_of(suite, request.exercises, request.keyword)
                suite, sections = part.suite, part.sections
        on_start(len(suite.cases))
        settings = Settings(
            budget=request.budget or course.limits.budget_seconds,
            replay=request.replay,
            reference_first="hidden" in request.visibilities,
        )
        with open_workers(course, request.isolation, request.seed, launcher) as workers, seldom_collected():
            graded = grade(submission, suite, workers, settings, on_verdict)
    warn_of_sandbox(graded.notes)
    _tell_cells(graded.notes, request)
    if not has_home():
        warn(spoken().say("cache_without_home"))
    if request.partial:
        graded = part.shown(graded)
    return score(graded, course, sections=sections, visibilities=request.visibilities, partial=request.partial)


def _signing(name: str | None) -> Callable[[str], str]:
    """What signs a result; a key that is none is found before anything is graded."""
    if name is None:
        return lambda text: text
    from grader.report.signature import private_key, signed

    key = private_key(read_key(name), inert_line(name))
    return lambda text: signed(text, key)


def _refused(wrong: SubmissionError, request: GradeRequest) -> int:
    """A platform wants a document even of what is no submission; whoever typed the path wants to know what is wrong."""
    if request.format != Format.GRADESCOPE:
        raise wrong
    from grader.report.gradescope import refused

    with opened(request.output, _folder(request)) as write:
        write(refused(inert(wrong.told(spoken()))))
    warn(inert(wrong.told(spoken())))
    return 0


def _tell(remarks: Sequence[Message], request: GradeRequest) -> None:
    """What is to be said of the submission's notebooks: which of two files counts, which cells are no Python."""
    for remark in remarks if not request.quiet else ():
        warn(inert(spoken().tell(remark)))


def _tell_cells(notes: Sequence[Note], request: GradeRequest) -> None:
    """The cells that an error has ended, to the student; an instructor's report has them.

    Not after hidden tests: the name of the error is what the worker wrote.
    """
    if request.audience == "student" and "hidden" not in request.visibilities and not request.quiet:
        for note in notes:
            if note.kind == "cell":
                warn(note_text(note, spoken()))


@contextlib.contextmanager
def launched(course: Course, isolation: str) -> Iterator[Launcher]:
    """Where workers come from; and one thread for what this process computes."""
    os.environ.update(ONE_THREAD)  # before torch is imported
    with contextlib.closing(open_launcher(isolation, course.limits.memory_mib)) as launcher:
        yield launcher


def _folder(request: GradeRequest) -> Path | None:
    """The folder where a submission lies, None for one's own exercises."""
    if request.path is None:
        return None
    return request.path if request.path.is_dir() else request.path.parent


def _keep_apart(course: Course, request: GradeRequest) -> None:
    """A submission has no say in what grades it: suites are run by this process, with all that it may do.

    A student may have a file beside the course's settings, and check it there. Nothing beside an archive is in it.
    """
    folder = None if request.path is None or is_archive(request.path.name) else _folder(request)
    if folder is None or ("hidden" not in request.visibilities and folder != request.path):
        return
    if course.root.is_relative_to(folder.resolve()):
        raise UsageError("own_settings", path=inert_line(str(folder)))


def _sections(request: GradeRequest, course: Course, submission: Submission) -> tuple[str, ...]:
    """The sections to grade; () means all. One file stands for its own section."""
    _keep_apart(course, request)
    wanted = check_sections(course, request.sections)
    if not submission.alone:
        return wanted or handed_out(course)
    [file] = submission.files
    if wanted not in ((), (file.module,)):
        raise UsageError("file_of_one_section", file=file.name, section=file.module)
    return (file.module,)


def own_exercises(course: Course) -> Path:
    """Their folder as one would type it: what a report names is then a path that CI services know as well."""
    return from_here(course.exercises)


def from_here(path: Path) -> Path:
    """A path as one would type it in the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def handed_out(course: Course) -> tuple[str, ...]:
    """The sections in a student's copy, which may not have all of them; () in the course itself, for all."""
    copy = student_copy(course)
    return tuple(section.id for section in course.sections if copy.stub(section.file) is not None) if copy else ()


def check_sections(course: Course, wanted: Collection[str]) -> tuple[str, ...]:
    """The sections that were asked for; `s3` will do. Raises UsageError for one that the course does not have."""
    known = [section.id for section in course.sections]
    return tuple(dict.fromkeys(section_named(text, known) for text in wanted))


def _show(result: Result, request: GradeRequest, course: Course, write: Callable[[str], None]) -> None:
    """Write the report, and beside it what the platform of its format is told in another way."""
    layout = _layout(request, course)
    result = in_language(result, course_texts(course, layout.language))
    if request.format == Format.GRADESCOPE:
        from grader.report.gradescope import wrong_total

        if wrong := wrong_total(result, layout):
            warn(wrong)
    if request.format == Format.GITHUB:
        _tell_github(result, replace(layout, quiet=False))
    if request.path_through and request.format == Format.TEXT and (request.partial or not request.quiet):
        from grader.report.path import render

        write(render(result, layout, way_through(request, course, result)))
        return
    write(FORMATS[request.format](result, layout))


def way_through(request: GradeRequest, course: Course, result: Result) -> "Way":
    """What lies around a result: the whole course, and what its hidden tests are about where all else is done."""
    from grader.report.path import Way, next_step, steps_of

    names = exercise_names(course)
    alone = len(result.sections) == 1
    # A student's copy has no hidden suites, and so no title of theirs.
    there = course.hidden.is_dir() and student_copy(course) is None
    done = there and next_step(steps_of(result)) is None and not result.interrupted
    hidden: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if done and alone:
        from grader.runner.part import hidden_titles

        with contextlib.suppress(SuiteError):  # what is wrong with a hidden suite is no matter of this command
            hidden = hidden_titles(course, [step.place for step in steps_of(result)])
    return Way(
        exercises=tuple((section, name) for section in names for name in names[section]),
        short={section.id: short_id(section.id, course) for section in course.sections},
        program=program(),
        partial=request.partial,
        hidden=hidden,
        hidden_elsewhere=done and not alone and not request.partial,
    )


def _tell_github(result: Result, layout: Layout) -> None:
    """What a step of GitHub Actions leaves in files: a summary for people, and `result` for Classroom's reporter."""
    summary, output = os.environ.get("GITHUB_STEP_SUMMARY"), os.environ.get("GITHUB_OUTPUT")
    if summary:
        append(Path(summary), FORMATS[Format.MARKDOWN](result, layout), GITHUB_BYTES)
    if output:
        encoded = base64.b64encode(FORMATS[Format.CLASSROOM](result, layout).encode()).decode()
        append(Path(output), f"result={encoded}\n", GITHUB_BYTES)


def _layout(request: GradeRequest, course: Course) -> Layout:
    return Layout(
        width=width(request.output),
        colour=on_terminal(request.output),
        footer=request.audience == "instructor" or request.verbose,
        quiet=request.quiet,
        verbose=request.verbose,
        language=asked_language() if request.format in FOR_PROGRAMS else language(),
        expected=total_points(request.path) if request.path and request.format == Format.GRADESCOPE else None,
        hidden_until=course.gradescope.hidden,
    )


def _status(result: Result, request: GradeRequest) -> int:
    if result.interrupted:
        return INTERRUPTED
    if request.fail_under is None or result.percent >= decimal(request.fail_under):
        return 0
    if not request.quiet:
        warn(spoken().say("score_under", percent=request.fail_under))
    return UNDER


def warn_of_sandbox(notes: Sequence[Note]) -> None:
    """Say what the sandbox lacks, where one was wanted: whoever reads only the points has to know it as well."""
    lacking = tuple(advice(note) for note in notes if note.kind == "sandbox")
    if lacking:
        warn(spoken().say("without_sandbox", advice=lacking))
