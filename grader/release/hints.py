"""The fingerprints of a section's known mistakes: each is graded by the public tests, as a student would be.

A fingerprint must not be a way to a right answer. So there is one only of what the public tests refuse, since whoever
guesses it learns what these tests say anyway; none of a value that is written down and not computed, such as a letter;
and, where the public tests pass some wrong answers and so leave the right one open, only of answers of many numbers.
Whether they do is seen by all wrong variants that are known, mutants among them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from grader.boundary.launcher import Launcher
from grader.course import Course, Section
from grader.course.catalog import Told
from grader.course.variants import Variant, read_variants
from grader.feedback.evidence import ExampleTrace
from grader.feedback.fingerprints import Atom, Fingerprint, Hints, atoms, fingerprint, rounded
from grader.intake import Submission, SubmittedFile
from grader.runner.collect import Suite, collect
from grader.runner.grade import Settings, heard
from grader.runner.reference import Reference
from grader.runner.workers import Workers, open_workers
from grader.verdict import Status
from grader.verify.mutants import mutants
from grader.wire.messages import Fetch

LIVE = Settings(replay=False, shrink=False, diagnose=False)
WRONG = {Status.FAILED, Status.ERROR}
MANY = 3
"""Different numbers that are no simple fractions: too many to try what they may be."""


@dataclass(frozen=True)
class Heard:
    """A variant, what it answered to the public tests of its exercise, whether one of these failed, or all passed."""

    variant: Variant
    traces: Sequence[ExampleTrace]
    fails: bool
    passes: bool


def hints_of(
    course: Course,
    sections: Sequence[Section],
    on_start: Callable[[int], None] = lambda count: None,
    on_one: Callable[[str], None] = lambda name: None,
    launcher: Launcher | None = None,
    told: Told = str,
) -> dict[str, Hints]:
    """The fingerprints of each section's exercises; tells how many sections there are, and of each one.

    `told` says a hint in the language of the copy.
    """
    suite = collect(course, [section.id for section in sections], ("public",))
    solutions = {id: path.read_text(encoding="utf-8") for id, path in Reference.solutions_of(course).items()}
    on_start(len(sections))
    found: dict[str, Hints] = {}
    with open_workers(course, "process", launcher=launcher, trusted=True) as workers:
        for section in sections:
            found[section.id] = _of_section(course, section, solutions, suite, workers, told)
            on_one(section.id)
    return found


def _of_section(
    course: Course, section: Section, solutions: Mapping[str, str], suite: Suite, workers: Workers, told: Told
) -> Hints:
    source = solutions[section.id]
    variants = read_variants(course.misconceptions / section.file, source)
    found: Hints = {}
    for exercise in dict.fromkeys(variant.of for variant in variants):
        own = suite.only(exercises=[(section.id, exercise)])
        if not own.cases:
            continue
        right = _heard(solutions, Variant(section.id, exercise, "reference", "", source, ""), own, workers)
        wrong = [_heard(solutions, variant, own, workers) for variant in variants if variant.of == exercise]
        others = (_heard(solutions, one, own, workers) for one in mutants(section.id, source, {exercise}))
        if prints := sorted(_fingerprints(right, wrong, others, told)):
            found[exercise] = prints
    return found


def _heard(solutions: Mapping[str, str], variant: Variant, suite: Suite, workers: Workers) -> Heard:
    """What a variant answers, handed in with the other sections' solutions, which its file may import."""
    texts = {**solutions, variant.section: variant.source}
    files = tuple(SubmittedFile(id, f"{id}.py", id, text) for id, text in texts.items())
    verdicts, traces = heard(Submission("variant", files, ""), suite, workers, LIVE)
    statuses = {verdict.status for verdict in verdicts}
    return Heard(variant, traces, fails=bool(statuses & WRONG), passes=statuses == {Status.PASSED})


def _fingerprints(right: Heard, wrong: Sequence[Heard], others: Iterable[Heard], told_in: Told) -> list[Fingerprint]:
    """The fingerprints of what is wrong; the others are only asked where a few simple answers depend on it."""
    if any(_is_written_down(one) for one in (right, *wrong)):
        return []
    few = any(one.fails and not _are_many(atoms(one.traces, by_number=False)) for one in wrong)
    is_open = few and any(one.passes and _tells(one, right, by_number=False) for one in chain(wrong, others))
    told: dict[tuple[bool, str], tuple[list[Atom], set[str]]] = {}
    for one in wrong:
        for by_number in (False, True):
            answers = atoms(one.traces, by_number)
            if one.fails and _tells(one, right, by_number) and (not is_open or _are_many(answers)):
                _, hints = told.setdefault((by_number, "\n".join(rounded(answers))), (answers, set()))
                hints.add(one.variant.hint)
    section, exercise = right.variant.section, right.variant.of
    return [
        fingerprint(section, exercise, answers, by_number, told_in(next(iter(hints))))
        for (by_number, _), (answers, hints) in told.items()
        if len(hints) == 1  # of two mistakes that answer the same nobody can say which one it was
    ]


def _is_written_down(one: Heard) -> bool:
    """Whether a test reads the exercise itself, and not what it computes."""
    messages = [call.request.message for trace in one.traces for call in trace.calls]
    return any(isinstance(message, Fetch) and message.name == one.variant.of for message in messages)


def _tells(one: Heard, right: Heard, by_number: bool) -> bool:
    """Whether it answers to a test otherwise than the reference, which may have been asked more."""
    known = {trace.test: rounded(atoms([trace], by_number)) for trace in right.traces}
    mine = {trace.test: rounded(atoms([trace], by_number)) for trace in one.traces}
    return any(words != known.get(test, [])[: len(words)] for test, words in mine.items())


def _are_many(answers: Sequence[Atom]) -> bool:
    return len(set(rounded([one for one in answers if isinstance(one, float) and one * 8 % 1]))) >= MANY
