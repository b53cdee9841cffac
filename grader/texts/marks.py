"""How a sentence is marked for Babel, which extracts the arguments of these two."""

from typing import NamedTuple


class Plural(NamedTuple):
    """One thing, and any other number of them."""

    one: str
    many: str


def _(text: str) -> str:
    """A sentence, with `%(name)s` where a value goes."""
    return text
