"""How students are called where an instructor reads of them: by name, with the id that tells two of one name apart."""

from collections.abc import Iterable

from grader.inert import inert_line
from grader.intake.people import Person


def called(person: Person) -> str:
    """`Alice Kim (1001)`, or the id alone."""
    id, name = inert_line(person.id), inert_line(person.name)
    return f"{name} ({id})" if name and name != id else id


def all_called(people: Iterable[Person]) -> str:
    """The members of a group, in one line."""
    return ", ".join(map(called, people))
