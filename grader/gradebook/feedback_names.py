"""What a feedback file is called: safe on every platform's file system, and so that Canvas or Moodle knows whose it is.

Both know it by the name of what they gave out. So that name has to be known, and an id of somebody's is never taken
for it: a roster's number can be another student's number there.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from grader.intake.people import Person

ANONYMOUS = re.compile(r"(?:LATE_)?anon(?P<name>)_(?P<user>[A-Za-z0-9]+)_(?P<file>\d+)_.+")
CANVAS = re.compile(r"(?P<name>.+?)(?:_LATE)?_(?P<user>\d+)_(?P<file>\d+)_.+")
MOODLE = re.compile(r"(?P<name>.+)_(?P<user>\d+)_assignsubmission_(?:file|onlinetext)(?:_.*)?")
SHORT = re.compile(r"(?P<name>.+)_(?P<user>[A-Za-z0-9]+)")
RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(10))})
PUNCTUATION = "-_.,'@+ ()"
UNSAFE = re.compile(r'^\.|[\x00-\x1f:*?"<>|]')
MOST_BYTES = 100
MOST_BYTES_OF_A_FILE, LONGEST_ENDING = 240, 10


class Layout(str, Enum):
    PLAIN = "plain"
    MOODLE = "moodle"
    CANVAS = "canvas"


@dataclass(frozen=True)
class GivenName:
    """A name that a platform gave out, `text`, and whom it says that it is of: their number there, and their name.

    Of two the one with the higher `number` came later.
    """

    text: str
    user: str
    name: str
    number: int = 0


def safe(text: str, most: int = MOST_BYTES) -> str:
    """A name that Windows, macOS and Linux take: letters of any script, digits and a few signs, `_` for the others."""
    kept = (
        c if c in PUNCTUATION or unicodedata.category(c)[0] in "LMN" else "_"
        for c in unicodedata.normalize("NFC", text)
    )
    short = "".join(kept).encode()[:most].decode(errors="ignore").strip(" .")
    return f"_{short}" if not short or short.partition(".")[0].strip().upper() in RESERVED else short


def plain_name(person: Person, taken: set[str]) -> str:
    """`Alice Kim_2024001`, without an ending; a number behind it where another one is the same but for its case."""
    parts = [safe(part) for part in (person.name, person.id) if part]
    name = "_".join(dict.fromkeys(parts))
    number = 1
    while (unique := name if number == 1 else f"{name}-{number}").casefold() in taken:
        number += 1
    taken.add(unique.casefold())
    return unique


def given_names(paths: Iterable[str], layout: Layout) -> list[GivenName]:
    """The platform's names in some paths: the outermost ones, since what lies below is named by a student."""
    read = {Layout.MOODLE: _moodle, Layout.CANVAS: _canvas}[layout]
    found: dict[int, dict[str, GivenName]] = {}
    for path in paths:
        for depth, part in enumerate(re.split(r"[/\\]", path)):
            if name := read(part):
                found.setdefault(depth, {})[part] = name
                break
    return [*found[min(found)].values()] if found else []


def name_from(source: str, layout: Layout, known: Sequence[GivenName]) -> GivenName | None:
    """The name behind `Alice Kim_1327627` or `kimalice_1001`, which is what a collection calls a submission.

    Moodle's follows from that. Canvas' has the number of a file as well, so it has to be `known`.
    """
    found = SHORT.fullmatch(source)
    if not found or UNSAFE.search(source):
        return None
    if layout is Layout.CANVAS:
        return next((each for each in reversed(known) if each.user == found["user"]), None)
    return _of_moodle(found)


def place_for(given: GivenName, layout: Layout, ending: str) -> str:
    """The path in what is uploaded. Moodle reads the folder's name; Canvas the file's, and shows its own for it.

    Of Canvas' name a student has chosen the end, which can be longer than a disk has room for.
    """
    return f"{given.text}/feedback{ending}" if layout is Layout.MOODLE else _shortened(given.text)


def _shortened(name: str) -> str:
    """A file's name that every file system takes, with its beginning and its ending."""
    data = name.encode()
    if len(data) <= MOST_BYTES_OF_A_FILE:
        return name
    stem, dot, ending = name.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending) <= LONGEST_ENDING and ending.isascii() else ""
    return data[: MOST_BYTES_OF_A_FILE - len(kept)].decode(errors="ignore") + kept


def own_name(person: Person, names: Sequence[GivenName]) -> GivenName | None:
    """The latest name of one person among those of all: nobody's, where an id says one and a name another."""
    orders = _orders(person.name)
    fitting = [each for each in names if each.user == person.id or _letters(each.name) in orders]
    contradicted = any(orders and _letters(each.name) not in orders for each in fitting)
    return fitting[-1] if len({each.user for each in fitting}) == 1 and not contradicted else None


def _moodle(part: str) -> GivenName | None:
    found = MOODLE.fullmatch(part)
    return _of_moodle(found) if found and not UNSAFE.search(part) else None


def _of_moodle(found: "re.Match[str]") -> GivenName:
    """A folder's name that every Moodle reads: it splits at `_`, and until 4.1 one has to stand at the end."""
    called = found["name"].replace("_", " ")
    return GivenName(f"{called}_{found['user']}_assignsubmission_file_", found["user"], called)


def _canvas(part: str) -> GivenName | None:
    """By the first two numbers between underscores, which is how Canvas reads it again."""
    found = ANONYMOUS.fullmatch(part) or CANVAS.fullmatch(part)
    if not found or UNSAFE.search(part):
        return None
    return GivenName(part, found["user"], found["name"], int(found["file"][:18]))


def _letters(name: str) -> str:
    """A name as Canvas writes it in front of a file's: `Kim, Alice` is `kimalice`."""
    return re.sub(r"\W", "", unicodedata.normalize("NFC", name).lower())


def _orders(name: str) -> set[str]:
    """A name as it is, and with the family name first."""
    given, _, family = name.rpartition(" ")
    return {_letters(name), _letters(f"{family} {given}")} - {""}
