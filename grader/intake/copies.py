"""Names that a browser, a platform or a system gave to a section's file: `s3 (1).py`, `s3-1.py`, `s3 - Copy.py`."""

import re
from collections.abc import Collection
from typing import NamedTuple

NOTEBOOK = ".ipynb"
SUFFIXES = (".py", NOTEBOOK)
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# What a copy is called: by Windows and macOS in English and Korean, by Google Drive in both.
COPY = re.compile(r"(?:(?: ?- ?| |_)(?:copy|복사본)(?: ?\(\d{1,3}\)| \d{1,3})?|의 사본)$", re.IGNORECASE)
COPY_OF = re.compile(r"^(?:copy(?: \(?\d{1,3}\)?)? of |(?:사본|복사본) - )", re.IGNORECASE)
NUMBERED = re.compile(rf"(?: ?\((?P<browser>\d{{1,3}})\)|-(?P<platform>\d{{1,3}})|-{UUID})$")
AFTER_THE_SUFFIX = re.compile(r"(\.py|\.ipynb)((?: ?\(\d{1,3}\)|의 사본)+)$")
MOST = 8
"""Times that one name was changed."""
A_COPY, AS_IT_WAS, LAST = -1, 0, 1000


class Named(NamedTuple):
    """The section that a file's name says, whether it is a notebook, and its place among other copies.

    A copy that a system made (of what is then worked on) comes before the file with the name as it should be, and
    that before what a browser or a platform numbered, since that came later.
    """

    section: str
    suffix: str
    place: int = AS_IT_WAS


def section_named(name: str, ids: Collection[str]) -> Named | None:
    """Which section's file this is, whatever it was renamed to on its way."""
    name = AFTER_THE_SUFFIX.sub(r"\2\1", name)
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")
    stem, place = name.removesuffix(suffix), AS_IT_WAS
    for _ in range(MOST if suffix else 0):
        if stem in ids:
            return Named(stem, suffix, place)
        shorter, found = unnumbered(stem)
        if shorter == stem:
            break
        stem, place = shorter, found if found == A_COPY else place or found
    return None


def unnumbered(stem: str) -> tuple[str, int]:
    """A name without what was added to it last, and its place among the copies; the name itself where nothing was."""
    if numbered := NUMBERED.search(stem):
        number = numbered["browser"] or numbered["platform"]
        return stem[: numbered.start()], int(number) if number else LAST
    if copied := COPY.search(stem) or COPY_OF.search(stem):
        return stem[: copied.start()] + stem[copied.end() :], A_COPY
    return stem, AS_IT_WAS
