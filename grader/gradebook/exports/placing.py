"""Which row of a template is whose. Who fits none, or several, is said and never guessed.

An id decides, then an e-mail address, then a name that nobody else has. One of them that points to another row than
the id does is a reason to write nothing: a student's number can be somebody else's id on the platform.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.inert import inert_line
from grader.intake.people import Person
from grader.texts import Message

MOST_LINES = 5


@dataclass(frozen=True)
class Place:
    """A row for a student: what it calls them."""

    row: int
    ids: tuple[str, ...]
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The student as an instructor knows them."""
        return inert_line(", ".join(text for text in (*self.names[:1], *self.ids[:1]) if text))


@dataclass
class Placed:
    """The row of each person who has one, by their place in the class; and what is said of the others."""

    rows: dict[int, int] = field(default_factory=dict)
    remarks: list[Message] = field(default_factory=list)


def place(people: Sequence[Person], places: Sequence[Place]) -> Placed:
    """Each person's row; no row is anybody's twice."""
    keys = (
        _index(places, lambda each: filter(None, each.ids)),
        _index(places, lambda each: map(str.casefold, filter(None, each.emails))),
        _index(places, lambda each: {form for name in each.names for form in _forms(name)}),
    )
    namesakes = Counter(form for person in people for form in _forms(person.name))
    placed = Placed()
    for number, person in enumerate(people):
        forms = [form for form in _forms(person.name) if namesakes[form] == 1]
        rows = _agreed(
            [
                keys[0].get(person.id, set()),
                keys[1].get(person.email.casefold(), set()) if person.email else set(),
                set().union(*(keys[2].get(form, set()) for form in forms)),
            ]
        )
        if len(rows) == 1:
            placed.rows[number] = rows.pop()
        elif rows:
            lines = ", ".join(str(row + 1) for row in sorted(rows)[:MOST_LINES])
            placed.remarks.append(Message.of("export_ambiguous", person=told(person), rows=lines))
        else:
            placed.remarks.append(Message.of("export_unplaced", person=told(person)))
    _refuse_shared(placed, people)
    return placed


def told(person: Person) -> str:
    """`Alice Kim (2024001)`."""
    return inert_line(f"{person.name} ({person.id})" if person.name else person.id)


def _agreed(found: list[set[int]]) -> set[int]:
    """The rows that the first sign leaves once the others have narrowed it; all of them where two signs disagree."""
    signs = [rows for rows in found if rows]
    if not signs:
        return set()
    left = set(signs[0])
    for rows in signs[1:]:
        if not left & rows:
            return left | rows
        left &= rows
    return left


def _refuse_shared(placed: Placed, people: Sequence[Person]) -> None:
    """Nobody gets a row that two people fit."""
    owners = defaultdict(list)
    for number, row in placed.rows.items():
        owners[row].append(number)
    for row, numbers in owners.items():
        if len(numbers) > 1:
            names = "; ".join(told(people[number]) for number in numbers[:MOST_LINES])
            placed.remarks.append(Message.of("export_shared_row", row=row + 1, people=names))
            for number in numbers:
                del placed.rows[number]


def _index(places: Sequence[Place], keys: Callable[[Place], Iterable[str]]) -> Mapping[str, set[int]]:
    index = defaultdict(set)
    for each in places:
        for key in keys(each):
            index[key].add(each.row)
    return index


def _forms(name: str) -> set[str]:
    """`Kim, Alice` is `Alice Kim`, and 김, 민준 is 김민준; otherwise a name has to be the same exactly."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain:
        return set()
    family, comma, given = map(str.strip, re.sub("，", ",", plain).partition(","))
    return {plain, f"{given} {family}", f"{family}{given}"} if comma and given else {plain}
