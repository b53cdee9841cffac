"""How a sentence is marked for Babel, which extracts what `_` and `Plural` are given; and a sentence yet to be said."""

from dataclasses import dataclass
from typing import NamedTuple


class Plural(NamedTuple):
    """One thing, and any other number of them."""

    one: str
    many: str


def _(text: str) -> str:
    """A sentence, with `%(name)s` where a value goes."""
    return text


@dataclass(frozen=True)
class Message:
    """A sentence that is to be said later, in whatever language: its id, and its values by name."""

    id: str
    values: tuple[tuple[str, str | int | float], ...] = ()

    @classmethod
    def of(cls, id: str, /, **values: str | int | float) -> "Message":
        return cls(id, tuple(values.items()))
