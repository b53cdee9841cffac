"""Which failures may follow from others: a caller's from what it calls in its file. They are told after those."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from grader.verdict import Status, Verdict

WRONG = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.CRASHED)

Callees = Callable[[str, str], Collection[str]]
"""The names that an exercise of a section uses in the submission."""


def causes_first(verdicts: Sequence[Verdict], callees: Callees) -> list[Verdict]:
    """The same verdicts; in each section callers come after the exercises they call that failed, and say so."""
    failing: dict[str, set[str]] = {}
    for verdict in verdicts:
        if verdict.status in WRONG:
            failing.setdefault(verdict.section, set()).add(verdict.exercise)
    causes = {
        (section, exercise): sorted((exercises - {exercise}) & set(callees(section, exercise)))
        for section, exercises in failing.items()
        for exercise in exercises
    }
    places = {section: place for place, section in enumerate(dict.fromkeys(verdict.section for verdict in verdicts))}
    told = [_telling(verdict, causes.get((verdict.section, verdict.exercise), ())) for verdict in verdicts]
    return sorted(told, key=lambda v: (places[v.section], len(causes.get((v.section, v.exercise), ()))))


def _telling(verdict: Verdict, causes: Iterable[str]) -> Verdict:
    *first, last = [f"`{cause}`" for cause in causes] or [""]
    if not last or verdict.status not in WRONG:
        return verdict
    names = f"{', '.join(first)} and {last}" if first else last
    return replace(verdict, message="\n".join(filter(None, [verdict.message, f"this may follow from {names}"])))
