"""Which failures may follow from others: a caller's from what it calls in its file. They come after those.

Of two that call each other neither is said to follow from the other. A failure that may follow from another has no hint
of its suite, which asks about this exercise; the hint of a mistake that explains its own answers stays.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from grader.failure import Failure
from grader.verdict import Status, Verdict

WRONG = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.CRASHED)

OF_ITS_OWN_LINE = (
    "advice_did_you_mean", "advice_import", "advice_unknown_name", "advice_unbound", "advice_no_parameter",
    "advice_takes", "advice_renamed", "advice_left_out", "advice_raise_left",
)  # fmt: skip
"""What no answer of another exercise can bring about."""

Callees = Callable[[str, str], Collection[str]]
"""The names that an exercise of a section uses in the submission."""


def causes_first(
    verdicts: Sequence[Verdict], callees: Callees, explained: Collection[tuple[str, str]] = ()
) -> list[Verdict]:
    """The same verdicts; in each section callers come after the exercises they call that failed, and name them.

    `explained` are the exercises whose answers a known mistake explains, each with its section.
    """
    failing: dict[str, set[str]] = {}
    for verdict in verdicts:
        if verdict.status in WRONG:
            failing.setdefault(verdict.section, set()).add(verdict.exercise)
    causes = {
        (section, exercise): tuple(sorted(names))
        for section, exercises in failing.items()
        for exercise, names in _without_circles(
            {exercise: exercises & set(callees(section, exercise)) for exercise in exercises}
        ).items()
    }
    places = {section: place for place, section in enumerate(dict.fromkeys(verdict.section for verdict in verdicts))}
    named = [_naming(verdict, causes.get((verdict.section, verdict.exercise), ()), explained) for verdict in verdicts]
    return sorted(named, key=lambda v: (places[v.section], len(causes.get((v.section, v.exercise), ()))))


def _without_circles(calls: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What each exercise calls, without what leads back to it."""
    return {name: {other for other in others if name not in _reach(other, calls)} for name, others in calls.items()}


def _reach(start: str, calls: Mapping[str, set[str]]) -> set[str]:
    """An exercise, and all that it calls, directly or not."""
    reached, ahead = {start}, [start]
    while ahead:
        new = calls.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    return reached


def _allowed(failure: Failure, causes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the causes that the traceback allows: where it goes through one of them, the innermost, and no other.

    A name that is spelled wrong in the exercise's own line follows from nothing.
    """
    if failure.kind != "raised" or not failure.lines:
        return causes
    through = [line.function for line in failure.lines if line.function in causes]
    if through:
        return (through[-1],)
    return () if failure.problem and failure.problem.id in OF_ITS_OWN_LINE else causes


def _naming(verdict: Verdict, causes: tuple[str, ...], explained: Collection[tuple[str, str]]) -> Verdict:
    if verdict.failure is None or verdict.status not in WRONG:
        return verdict
    causes = _allowed(verdict.failure, causes)
    if not causes:
        return verdict
    hint = verdict.hint if (verdict.section, verdict.exercise) in explained else ""
    return replace(verdict, hint=hint, failure=replace(verdict.failure, causes=causes))
