"""A class without a platform: `alice/…`, `alice.zip`, `alice_s3.py`, `s3_alice.ipynb`, and these in folders a week."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from grader.intake.archive import is_archive, without_suffix
from grader.intake.copies import AS_IT_WAS, SUFFIXES, section_named, unnumbered
from grader.intake.deliveries import Context, Delivery, Part, Placed, delivery_of, is_known, placed
from grader.intake.listing import Item, Listing
from grader.intake.roster import MOST_WORDS, Roster
from grader.intake.sevenzip import SUFFIX, is_seven_zip

SEPARATORS = " _-.()[]+,"
OF_EVERYBODY = frozenset({"exercises", "solutions", "src", "submission", "tests", "public", "hidden"})
"""Folders that a student's work has in it, and that bear nobody's name."""
SEPARATED = re.compile(r"(?<=[^ _-])[ _-]+(?=[^ _-])")
WEEK = re.compile(
    r"(?:week|wk|hw|homework|assignment|lab|ps|problem set|exercise|ex|section|과제|숙제)[ _-]?(?P<number>\d{1,3})"
    r"|(?P<before>\d{1,3}) ?주차(?: ?과제)?",
    re.IGNORECASE,
)


class _Week(NamedTuple):
    """A folder that everybody's work of one assignment lies in; the later one has the higher `rank`."""

    label: str
    rank: int
    items: list[Item]


def plain(listing: Listing, context: Context) -> Placed:
    """Each folder, archive or file is somebody's, by its name."""
    _, items = inner(listing, context.sections)
    found: dict[str, Delivery] = {}
    others: list[Item] = []
    for week in _weeks(items, context.sections):
        _place(week, context, found, others)
    return placed(found, others)


def _weeks(items: list[Item], sections: Collection[str]) -> Iterator[_Week]:
    """Where each folder is an assignment's, each of them; or else everything at once."""
    folders: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        top, _, path = item.path.partition("/")
        folders[top].append(item.at(path))
    ranks = {folder: _week(folder, sections) for folder in folders}
    if None in ranks.values() or not all(item.path for those in folders.values() for item in those):
        yield _Week("", 0, items)
        return
    for folder, rank in ranks.items():
        yield _Week(f"{folder}/", rank or 0, folders[folder])


def _week(folder: str, sections: Collection[str]) -> int | None:
    """The number of the assignment that a folder is named like; None for another name."""
    short = [section for section in sections if folder in (section, section.partition("_")[0])]
    if short:
        return [*sections].index(short[0])
    found = WEEK.fullmatch(folder)
    return int(found["number"] or found["before"]) if found else None


def _place(week: _Week, context: Context, found: dict[str, Delivery], others: list[Item]) -> None:
    tops = {item.path.partition("/")[0]: "/" in item.path for item in week.items}
    names = {top: top if is_folder else without_archive(top) for top, is_folder in tops.items()}
    taken = {*names.values()}
    folders: dict[str, Part] = {}
    only = "" if any(section in item.path for item in week.items for section in context.sections) else context.only
    for item in week.items:
        folder, _, path = item.path.partition("/")
        if path or folder != names[folder]:
            if folder not in folders:
                name, place = _told_apart(names[folder], taken, context.roster)
                name, number = _without_assignment(name, context)
                name = _known_part(name, context.roster)
                folders[folder] = Part({}, rank=1000 * (week.rank + number) + place, label=f"{week.label}{folder}")
                delivery_of(found, name, folder).parts.append(folders[folder])
            folders[folder].files[path or folder] = item
        elif owned := _owner(folder, context.sections) or _of_the_only(folder, only):
            owner, file = _known_part(owned[0], context.roster), owned[1]
            part = Part({file: item}, rank=1000 * week.rank, label=week.label.rstrip("/"))
            delivery_of(found, owner, owner).parts.append(part)
        elif (owner := _known_part(folder, context.roster)) != folder:
            delivery_of(found, owner, folder).parts.append(Part({folder: item}, label=week.label.rstrip("/")))
        else:
            others.append(item)


def _without_assignment(name: str, context: Context) -> tuple[str, int]:
    """Whose a folder or an archive is that an assignment is named in, and its number: `kim_hw3`, `s1_tensors kim`."""
    if is_known(name, context.roster):
        return name, 0
    cuts = [(name[: gap.start()], name[gap.end() :]) for gap in SEPARATED.finditer(name)]
    both = [cut for before, after in cuts for cut in ((before, after), (after, before))]
    found = [(len(what), who, number) for who, what in both if (number := _week(what, context.sections)) is not None]
    _, who, number = max(found, default=(0, name, 0))
    return who, number


def _of_the_only(name: str, section: str) -> tuple[str, str] | None:
    """Who a file `alice.py` belongs to, where one section is asked for and no file beside it names one."""
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")
    return (name.removesuffix(suffix), f"{section}{suffix}") if suffix and section else None


def _owner(name: str, sections: Collection[str]) -> tuple[str, str] | None:
    """Who a file belongs to, and what it is called without: `("alice", "s3 (1).py")` of `alice_s3 (1).py`."""
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")
    for section in sorted(sections, key=len, reverse=True) if suffix else ():
        for at in re.finditer(rf"(?<![^\W_]){re.escape(section)}(?![^\W_])", name):
            before, after = name[: at.start()].strip(SEPARATORS), name[at.end() :].removesuffix(suffix)
            if before:
                return before, f"{section}{after}{suffix}"
            if not before and (owner := after.strip(SEPARATORS)) and not section_named(name, sections):
                return owner, f"{section}{suffix}"
    return None


def _told_apart(name: str, taken: Collection[str], roster: Roster | None) -> tuple[str, int]:
    """A name without a browser's number, where somebody has it; `kim-2` is another Kim, and `kim (2)` is not."""
    base, place = unnumbered(name)
    is_copy = base != name and not name[len(base) :].startswith("-") and not is_known(name, roster)
    return (base, place) if is_copy and (base in taken or is_known(base, roster)) else (name, AS_IT_WAS)


def _known_part(name: str, roster: Roster | None) -> str:
    """The longest beginning of a name that means somebody: `Alice Kim` of `Alice Kim_homework`; or all of the name.

    That is nobody's where the rest means somebody else, as in `Alice Kim_1 - Bob Lee`: students choose names, too.
    """
    if roster is None or is_known(name, roster):
        return name
    cuts = list(islice(re.finditer(rf"[{re.escape(SEPARATORS)}]+", name), MOST_WORDS))
    for cut in reversed(cuts):
        begun = name[: cut.start()]
        if is_known(begun, roster):
            one = roster.find(begun)
            meant = {person.id for person in ((one,) if one else roster.group(begun))}
            return begun if roster.named_in(name[cut.end() :]) <= meant else name
    return name


def without_archive(name: str) -> str:
    """An archive's name without what it ends in; any other name as it is."""
    if is_archive(name):
        return without_suffix(name)
    return name[: -len(SUFFIX)] or name if is_seven_zip(name) else name


def inner(listing: Listing, sections: Collection[str], stop: "re.Pattern[str] | None" = None) -> tuple[str, list[Item]]:
    """The name of the one folder that everything lies in, if it is nobody's, and the files below it.

    It is nobody's where several people's are below it, or if `stop` matches; and there it ends.
    """
    top, items = listing.name, [*listing.items]
    while items:
        first = items[0].path.partition("/")[0]
        if stop and stop.fullmatch(top) and not stop.fullmatch(first):
            break
        if not all(item.path.startswith(f"{first}/") for item in items):
            break
        below = [item.at(item.path.partition("/")[2]) for item in items]
        is_nobodys = len(_people(below, sections)) > 1 and not any(section_named(item.path, sections) for item in below)
        if not is_nobodys and not (stop and stop.fullmatch(first)):
            break
        top, items = first, below
    return top, items


def _people(items: Iterable[Item], sections: Collection[str]) -> set[str]:
    """The names at the top that may be somebody's: archives, files with an owner, folders with work in them."""
    found = set()
    for item in items:
        first, _, path = item.path.partition("/")
        is_work = bool(section_named(item.name, sections)) if path else bool(_owner(first, sections))
        if (is_work or is_archive(item.name) or is_seven_zip(item.name)) and first not in OF_EVERYBODY:
            found.add(first)
    return found
