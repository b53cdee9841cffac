"""Text that others wrote, made inert and bounded: the one place where a submission's words are tamed.

What is left can be shown on any terminal, in a log of a CI service and in a file: no control character, nothing
invisible, nothing that turns the reading direction, no command for GitHub or Azure. It is still to be escaped
for the format that it goes into (HTML, XML, CSV). Making inert text inert again changes nothing.
"""

import re
from itertools import groupby
from unicodedata import category

MESSAGE_BYTES = 4 * 1024
MESSAGE_LINES = 100
SECTION_BYTES = 64 * 1024
"""Of all messages of one section: what one says leaves no other less room."""
CUT = "[…]"  # a mark that needs no translation

# GitHub obeys `::word` at a line's start and `##[word]` anywhere; Azure and TeamCity `##vso[` and `##teamcity[`.
# Wrapping can move anything to a line's start, so they are broken wherever they stand.
COMMANDS = (
    (re.compile(r"::(?=[A-Za-z])"), ": :"),
    (re.compile(r"##(?=[A-Za-z]*\[)"), "# #"),
)
# What Unicode calls printable, though nothing is to be seen of it: fillers, selectors, a blank pattern of Braille.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U00013441-\U00013446\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
MARKS = ("Mn", "Me")
PILE = 3
"""Marks go above or below a letter, in any script; a pile of so many goes over the lines around."""


def inert(text: str, limit: int = MESSAGE_BYTES) -> str:
    """`text` with odd characters as visible escapes (`\\x1b`), cut to `limit` bytes and `MESSAGE_LINES` lines."""
    # Each character is a byte at least, so what lies beyond need not be looked at, however long it is.
    shown = "".join(c if c.isprintable() or c in "\n\t" else _escape(c) for c in text[:limit].replace("\r\n", "\n"))
    shown = _without_piles(INVISIBLE.sub(lambda found: _escape(found[0]), shown))
    for command, broken in COMMANDS:
        shown = command.sub(broken, shown)
    lines = shown.split("\n")
    data = "\n".join(lines[:MESSAGE_LINES]).encode()
    if max(len(text), len(data)) <= limit and len(lines) <= MESSAGE_LINES:
        return shown
    return data[: max(limit - len(CUT.encode()), 0)].decode(errors="ignore") + CUT


def inert_line(text: str, limit: int = 400) -> str:
    """`inert` for a name or a title: on one line, with its line breaks and tabs visible too."""
    return inert(text[: limit + 1].replace("\n", "\\n").replace("\t", "\\t"), limit)


def _without_piles(text: str) -> str:
    if text.isascii():
        return text
    runs = ((is_mark, "".join(run)) for is_mark, run in groupby(text, lambda c: category(c) in MARKS))
    return "".join("".join(map(_escape, run)) if is_mark and len(run) >= PILE else run for is_mark, run in runs)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
