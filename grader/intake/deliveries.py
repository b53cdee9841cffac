"""What lies under one name in a class's collection: its files, whose they are, when they came. Plain data."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from grader.inert import inert_line
from grader.intake.listing import Item
from grader.intake.people import Person
from grader.intake.roster import Roster
from grader.texts import Message


@dataclass
class Part:
    """Files that came together, by their paths; of two parts the one with the higher `rank` came later.

    `label` tells it apart from the other parts, where the names of its files do not.
    """

    files: dict[str, Item]
    rank: float = 0
    at: datetime | None = None
    label: str = ""


@dataclass
class Delivery:
    """What lies in the collection under one name, `source`: `key` is the platform's or the name itself.

    `people` are those that the platform names. With `own_number` the key is a number of the platform's own, which means
    somebody else in a roster from elsewhere; within each of the `downloads` (a folder) it is always the same person's.
    """

    key: str
    source: str
    people: tuple[Person, ...]
    parts: list[Part] = field(default_factory=list)
    late: bool = False
    own_number: bool = False
    downloads: set[str] = field(default_factory=set)
    remarks: list[Message] = field(default_factory=list)


class Placed(NamedTuple):
    """Everybody's, and the files that are nobody's."""

    deliveries: list[Delivery]
    others: list[Item]
    remarks: tuple[Message, ...] = ()


class Context(NamedTuple):
    """What helps to read the names: the ids of the course's sections, and who is in the class.

    `only` is the one section that is asked for: then `alice.py` can be nothing else.
    """

    sections: Collection[str]
    roster: Roster | None = None
    only: str = ""


def delivery_of(found: dict[str, Delivery], key: str, source: str, **person: str) -> Delivery:
    """The delivery with that key, new where there is none yet."""
    key = inert_line(key)
    if key not in found:
        shown = {name: inert_line(value) for name, value in person.items()}
        found[key] = Delivery(key, inert_line(source), (Person(key, **shown),))
    return found[key]


def placed(found: dict[str, Delivery], others: list[Item], remarks: Iterable[Message] = ()) -> Placed:
    """All of it, by the keys."""
    return Placed(sorted(found.values(), key=lambda delivery: delivery.key), others, tuple(remarks))


def is_known(user: str, roster: Roster | None) -> bool:
    """Whether the roster has a person or a group of that name."""
    return bool(roster and (roster.find(user) or roster.group(user)))
