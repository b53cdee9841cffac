"""What is unusual in a class, to be looked at before grades leave: data, no sentences of its own."""

from collections.abc import Iterator, Sequence

from grader.gradebook.entries import Entry
from grader.intake.people import Collection, Person
from grader.texts import Message

SHOWN = 20
"""Of a list of names, so many."""

Line = tuple[str, Message]
"""Whom it is about, "" for nobody; and what it is."""


def unusual(entries: Sequence[Entry], collection: Collection) -> Iterator[Line]:
    """A line for each thing: first what was not graded to its end, last what belongs to nobody."""
    for entry in entries:
        if entry.grader_error:
            yield who(entry), Message.of("unusual_grader_error", how=entry.grader_error)
        elif entry.result and not entry.result.complete:
            yield who(entry), Message.of("unusual_incomplete")
        elif entry.problem:
            yield who(entry), entry.problem
    for entry in entries:
        yield from ((who(entry), remark) for remark in entry.remarks)
    yield from _same(entries)
    yield from (("", remark) for remark in collection.remarks)
    for id, people in (("unusual_missing", collection.missing), ("unusual_unknown", collection.unknown)):
        if people:
            names = ", ".join(name_of(person) for person in people[:SHOWN])
            more = f"{names}, …" if len(people) > SHOWN else names
            yield "", Message.of(id, count=len(people), names=more)


def ungraded(entries: Sequence[Entry]) -> list[Entry]:
    """Those who were not graded to their end, though there was something to grade."""
    return [entry for entry in entries if entry.grader_error or (entry.result and not entry.result.complete)]


def who(entry: Entry) -> str:
    """Of whom an entry is; where nobody is known, where it lay."""
    return ", ".join(map(name_of, entry.people)) or entry.source


def name_of(person: Person) -> str:
    """A person for people: `Kim, Alice (1001)`."""
    return f"{person.name} ({person.id})" if person.name and person.name != person.id else person.id


def _same(entries: Sequence[Entry]) -> Iterator[Line]:
    """Who has the same files as somebody else. What has no points is what was handed out, more often than not."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.result and entry.result.score:
            groups.setdefault(entry.submission_hash, []).append(entry)
    for first, *others in groups.values():
        if others:
            names = ", ".join(map(who, others[:SHOWN]))
            yield who(first), Message.of("unusual_same", others=names)
