"""A class is graded: each hand-in becomes an entry, which is in the gradebook before the next one is looked at.

So whatever ends a run, the same command picks up what is left. What has the same content is graded once, and what an
earlier run with the same settings has graded is taken from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.batch.messages import Settings
from grader.batch.outcomes import Outcome, identity, is_known, outcomes, renamed
from grader.batch.place import Place
from grader.batch.shipment import digest_of_course, kit
from grader.course import Course
from grader.gradebook.entries import Entry, RunSettings
from grader.intake.people import HandIn
from grader.scoring import Result

OnEntry = Callable[[Entry], None]
NOTHING = Outcome(None)


class Book(Protocol):
    """What a run needs of a gradebook."""

    def add(self, run: int, entry: Entry) -> None: ...
    def done(self, run: int) -> frozenset[tuple[str, str]]: ...
    def known(self, settings: RunSettings) -> Mapping[str, Result]: ...


@dataclass(frozen=True)
class Watch:
    """Who is told how a run goes on: how many are to be graded, each entry, and how many are tried again alone."""

    on_start: Callable[[int], None] = lambda number: None
    on_entry: OnEntry = lambda entry: None
    on_again: Callable[[int], None] = lambda number: None


def run_settings(course: Course, settings: Settings, reference: Result) -> RunSettings:
    """What the results depend on, as the gradebook keeps it; what the machine has is known from the reference's."""
    return RunSettings(
        course=course.title,
        suite=digest_of_course(course),
        sections=settings.sections,
        visibilities=settings.visibilities,
        seed=settings.seed,
        budget=settings.budget,
        isolation=reference.isolation,
        versions={**reference.versions, "files": kit()["files"]},
    )


def grade_class(
    place: Place,
    course: Course,
    hand_ins: Sequence[HandIn],
    book: Book,
    run: int,
    settings: RunSettings,
    regrade: bool = False,
    watch: Watch = Watch(),
) -> None:
    """Grade what the run does not have yet. Raises EngineError where it cannot go on; what is graded is kept."""
    done = book.done(run)
    left = [hand_in for hand_in in hand_ins if (hand_in.source, _hash(hand_in)) not in done]
    watch.on_start(len(left))
    for entry in _entries(place, course, left, {} if regrade else book.known(settings), watch):
        book.add(run, entry)
        watch.on_entry(entry)


def _entries(
    place: Place, course: Course, hand_ins: Sequence[HandIn], known: Mapping[str, Result], watch: Watch
) -> Iterator[Entry]:
    """The entries of all, those first that need not be graded."""
    same: dict[tuple[object, ...], list[HandIn]] = {}
    for hand_in in hand_ins:
        submission = hand_in.submission
        if submission is None:
            yield _entry(hand_in)
        elif (result := known.get(submission.hash)) and is_known(result, submission):
            yield _entry(hand_in, Outcome(result))
        else:
            same.setdefault(identity(submission), []).append(hand_in)
    groups = list(same.values())
    submissions = [submission for group in groups if (submission := group[0].submission)]
    for number, outcome in outcomes(place, course, submissions, watch.on_again):
        yield from (_entry(hand_in, outcome) for hand_in in groups[number])


def _entry(hand_in: HandIn, outcome: Outcome = NOTHING) -> Entry:
    result = outcome.result
    return Entry(
        people=hand_in.people,
        source=hand_in.source,
        submission_hash=_hash(hand_in),
        result=renamed(result, hand_in.submission) if result and hand_in.submission else None,
        problem=hand_in.problem,
        grader_error=outcome.error,
        at=hand_in.at,
        late=hand_in.late,
        remarks=hand_in.remarks,
    )


def _hash(hand_in: HandIn) -> str:
    return hand_in.submission.hash if hand_in.submission else ""
