"""`grader class`: what a whole class has handed in, graded into a gradebook."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.cli import options
from grader.cli.grade import SAFEST
from grader.cli.needs import require_all, require_answers
from grader.cli.options import PolicyOption
from grader.cli.output import page_layout, to_stdout, warn
from grader.cli.run import INTERRUPTED, check_sections, warn_of_sandbox
from grader.course import Course, course_at
from grader.course.catalog import course_texts
from grader.errors import EngineError, UsageError
from grader.inert import inert_line
from grader.intake.people import Collection, HandIn, Person
from grader.texts import language, spoken

if TYPE_CHECKING:
    from grader.gradebook.policy import Policy
    from grader.gradebook.store import Gradebook

say = spoken().say
SHORT = 1
"""The status when a submission was not graded to its end."""


class LayoutName(str, Enum):
    AUTO = "auto"
    CANVAS = "canvas"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"
    GITHUB = "github"
    NBGRADER = "nbgrader"
    PLAIN = "plain"


@dataclass(frozen=True)
class ClassRequest:
    """What the command line asks for."""

    source: Path
    course: Path | None
    sections: tuple[str, ...]
    layout: str
    roster: Path | None
    limit: int | None
    only: tuple[str, ...]
    jobs: int
    cluster: str | None
    gradebook: str | None
    regrade: bool
    preview: bool
    feedback: Path | None
    isolation: str
    seed: int
    budget: float | None
    log: Path | None
    policy: Path | None
    quiet: bool

    @property
    def where(self) -> str | Path:
        """The gradebook: a file, or the address of a server."""
        return self.gradebook or self.source.resolve().parent / "gradebook.db"

    def log_beside(self, gradebook: Path | None) -> Path:
        """The log; without one of its own name it is beside the gradebook, or the source where that is a server."""
        return self.log or (gradebook or self.source.resolve().parent / "gradebook").with_suffix(".log")


def class_(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help=say("help_class_source"))],
    section: options.SectionsOption = None,
    course: options.CourseOption = None,
    layout: Annotated[LayoutName, typer.Option("--layout", help=say("help_class_layout"))] = LayoutName.AUTO,
    roster: Annotated[Path | None, typer.Option("--roster", metavar="CSV", help=say("help_class_roster"))] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help=say("help_class_limit"))] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help=say("help_class_only"))] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=say("help_class_jobs"))] = os.cpu_count() or 1,
    cluster: Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS", help=say("help_class_cluster"))] = None,
    gradebook: Annotated[
        str | None,
        typer.Option("--gradebook", metavar="PATH|URL", envvar="GRADER_GRADEBOOK", help=say("help_class_gradebook")),
    ] = None,
    regrade: Annotated[bool, typer.Option("--regrade", help=say("help_class_regrade"))] = False,
    preview: Annotated[bool, typer.Option("--preview", help=say("help_class_preview"))] = False,
    feedback: Annotated[Path | None, typer.Option("--feedback", metavar="DIR", help=say("help_class_feedback"))] = None,
    isolation: options.IsolationOption = SAFEST,
    seed: options.SeedOption = 0,
    budget: options.BudgetOption = None,
    log: Annotated[Path | None, typer.Option("--log", metavar="FILE", help=say("help_class_log"))] = None,
    policy: PolicyOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("help_class_quiet"))] = False,
) -> int:
    """Grade a class; the exit status."""
    return run(
        ClassRequest(
            source=source,
            course=course,
            sections=tuple(section or ()),
            layout=layout.value,
            roster=roster,
            limit=limit,
            only=tuple(only or ()),
            jobs=jobs,
            cluster=cluster,
            gradebook=gradebook,
            regrade=regrade,
            preview=preview,
            feedback=feedback,
            isolation=isolation.value,
            seed=seed,
            budget=budget,
            log=log,
            policy=policy,
            quiet=quiet,
        )
    )


def run(request: ClassRequest) -> int:
    """Do what `request` asks and give back the exit status."""
    if request.budget is not None and not 0 < request.budget < float("inf"):
        raise UsageError("budget_wrong", seconds=request.budget)
    require_all()
    from grader.batch.messages import Settings
    from grader.batch.outcomes import check_reference
    from grader.batch.run import grade_class, run_settings
    from grader.batch.unusual import ungraded, unusual
    from grader.cli.class_watch import watched
    from grader.gradebook.policy import find_policy
    from grader.gradebook.store import open_gradebook
    from grader.intake.collect import collect_hand_ins
    from grader.intake.roster import read_roster

    course = course_at(request.course)
    require_answers(course)
    sections = check_sections(course, request.sections)
    roster = read_roster(request.roster) if request.roster else None
    collection = collect_hand_ins(request.source, course, request.layout, roster, sections)
    chosen = _chosen(collection.hand_ins, request)
    whole = len(chosen) == len(collection.hand_ins)
    if not request.quiet:
        warn(say("class_layout", layout=collection.layout, why=spoken().tell(collection.why)))
    settings = Settings(
        sections, ("public", "hidden"), request.seed, request.budget or course.limits.budget_seconds, request.isolation
    )
    bar = not request.quiet and sys.stderr is not None and sys.stderr.isatty()
    interrupted = False
    with open_gradebook(request.where, create=True) as book:
        rules = find_policy(request.policy, book.path)
        with (
            watched(request.log_beside(book.path), bar) as watch,
            _place(request, course, settings, len(chosen)) as place,
        ):
            reference = check_reference(place, course)
            warn_of_sandbox(reference.notes)
            kept = run_settings(course, settings, reference)
            number = book.begin(
                kept,
                inert_line(str(request.source.resolve())),
                collection.layout,
                preview=request.preview,
                resume=not request.regrade,
                hand_ins=collection.hand_ins,
            )
            try:
                grade_class(place, course, chosen, book, number, kept, request.regrade, watch)
            except KeyboardInterrupt:
                interrupted = True
        if whole and not interrupted:
            book.finish(number, collection.missing)
        entries = book.entries(number)
        for line in _told(unusual(entries, collection)) if not request.quiet else ():
            to_stdout(f"{line}\n")
        if not interrupted:
            _conclude(request, course, collection, book, rules, number, whole)
    return _status(interrupted, len(ungraded(entries)), None if whole else (len(chosen), len(collection.hand_ins)))


@contextlib.contextmanager
def _place(request: ClassRequest, course: Course, settings: Any, most: int) -> Iterator[Any]:
    """Where it is graded: by jobs here, no more than there are submissions, or on a cluster."""
    from grader.batch.place import this_machine

    if request.cluster is None:
        with this_machine(course, settings, max(min(request.jobs, most), 1)) as place:
            yield place
        return
    try:
        from grader.batch.cluster import cluster
    except ModuleNotFoundError:
        raise EngineError("cluster_needs_distributed") from None
    with cluster(course, settings, request.cluster) as place:
        yield place


def _chosen(hand_ins: Sequence[HandIn], request: ClassRequest) -> list[HandIn]:
    """Those to grade: all, or for a rehearsal those of some students, or the first few."""
    chosen = list(hand_ins)
    if request.only:
        chosen = []
        for name in request.only:
            found = _named(hand_ins, name)
            if not found:
                raise UsageError("only_nobody", total=len(hand_ins), name=inert_line(name))
            chosen += [hand_in for hand_in in found if hand_in not in chosen]
    return chosen[: request.limit]


def _named(hand_ins: Sequence[HandIn], name: str) -> list[HandIn]:
    """Whose id that is; or else in whose id, name or address it occurs."""
    exact = [hand_in for hand_in in hand_ins if any(person.id == name for person in hand_in.people)]
    return exact or [hand_in for hand_in in hand_ins if any(_is_named(one, name.casefold()) for one in hand_in.people)]


def _is_named(person: Person, name: str) -> bool:
    return any(name in text.casefold() for text in (person.id, person.name, person.email))


def _told(lines: Iterator[tuple[str, Any]]) -> Iterator[str]:
    """What is unusual, under a heading."""
    tell = spoken().tell
    for place, (who, what) in enumerate(lines):
        if place == 0:
            yield say("unusual_title")
        yield f"  {say('unusual_line', who=who, what=tell(what))}" if who else f"  {tell(what)}"


def _conclude(
    request: ClassRequest,
    course: Course,
    collection: Collection,
    book: "Gradebook",
    rules: "Policy",
    number: int,
    whole: bool,
) -> None:
    """The feedback files, and how the class did; of a preview, what would change."""
    from grader.gradebook.feedback import FeedbackSettings, write_feedback
    from grader.gradebook.statistics import class_summary

    if request.preview:
        _compare(book, number, whole)
        return
    grades = book.grades(rules, number)
    if request.feedback:
        settings = FeedbackSettings(language=language(), told=course_texts(course, language()))
        for remark in write_feedback(request.feedback, grades, collection, book.entries(number), settings).remarks:
            warn(spoken().tell(remark))
    if not request.quiet:
        to_stdout(class_summary(grades, course, page_layout()))
    _tell_who_moved(request, book, number)
    if not request.quiet:
        warn(say("class_kept", run=number, where=book.name))
        if request.gradebook is None and book.path and book.path.parent != Path.cwd():
            warn(say("class_kept_elsewhere", where=book.name))


def _tell_who_moved(request: ClassRequest, book: "Gradebook", number: int) -> None:
    """What a regrade changed of the last run of the same hand-ins; whoever lost points is named, even with --quiet."""
    from grader.gradebook.difference import difference_headline, difference_text, run_difference

    runs = {run.number: run for run in book.runs()}
    own = runs[number]
    before = [
        run.number
        for run in runs.values()
        if run.number < number and not run.preview and run.finished is not None and own.finished is not None
        if (run.source, run.settings.sections) == (own.source, own.settings.sections)
    ]
    if not before:
        return
    difference = run_difference(book.entries(before[-1]), book.entries(number))
    if difference.changed and not request.quiet:
        to_stdout("\n" + difference_text(difference, page_layout()))
    if difference.lose:
        headline = difference_headline(difference, spoken())
        warn(say("class_lowered", before=before[-1], run=number, headline=headline))


def _compare(book: "Gradebook", number: int, whole: bool) -> None:
    """What the run would change of the last one that counts, first of all one of the same sections.

    A rehearsal says nothing of those whom it has not graded.
    """
    from grader.gradebook.difference import difference_text, run_difference

    runs = {run.number: run for run in book.runs()}
    before = [run for run in runs.values() if not run.preview and run.number < number]
    alike = [run for run in before if run.settings.sections == runs[number].settings.sections]
    old = [entry for run in (alike or before)[-1:] for entry in book.entries(run.number)]
    new = book.entries(number)
    graded = {person.id for entry in new for person in entry.people}
    if not whole:
        old = [entry for entry in old if any(person.id in graded for person in entry.people)]
    to_stdout(difference_text(run_difference(old, new), page_layout()))


def _status(interrupted: bool, short: int, rehearsal: tuple[int, int] | None) -> int:
    """The exit status, and on standard error what it means."""
    if interrupted:
        warn(say("class_interrupted"))
        return INTERRUPTED
    if rehearsal:
        warn(say("class_rehearsal", count=rehearsal[0], total=rehearsal[1]))
    if short:
        warn(say("class_short", count=short))
        return SHORT
    return 0
