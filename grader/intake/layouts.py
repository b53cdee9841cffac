"""How a class's files are laid out: which of them belong together, whose they are, when they came. Names alone decide.

Each layout is a function from the files to what lies under one name; `recognised` says which one a collection has.
The names are those that the platforms' own sources write.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from grader.inert import inert_line
from grader.intake.archive import is_archive, without_suffix
from grader.intake.copies import AS_IT_WAS, SUFFIXES, section_named, unnumbered
from grader.intake.listing import Item, Listing
from grader.intake.people import Person
from grader.intake.platform_files import METADATA, TIMESTAMP, gradescope_metadata, nbgrader_time
from grader.intake.roster import Roster
from grader.intake.sevenzip import SUFFIX, is_seven_zip
from grader.intake.source import Unreadable
from grader.texts import Message

AUTO = "auto"
MOST_SHOWN = 5


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

    `people` are those that the platform names; `names` are what else a roster may know them by.
    """

    key: str
    source: str
    people: tuple[Person, ...]
    parts: list[Part] = field(default_factory=list)
    late: bool = False
    names: tuple[str, ...] = ()
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


Place = Callable[[Listing, Context], Placed]


def _delivery(found: dict[str, Delivery], key: str, source: str, **person: str) -> Delivery:
    """The one with that key, new where there is none yet."""
    key = inert_line(key)
    if key not in found:
        shown = {name: inert_line(value) for name, value in person.items()}
        found[key] = Delivery(key, inert_line(source), (Person(key, **shown),))
    return found[key]


def _placed(found: dict[str, Delivery], others: list[Item], remarks: Iterable[Message] = ()) -> Placed:
    return Placed(sorted(found.values(), key=lambda delivery: delivery.key), others, tuple(remarks))


# ── Canvas ───────────────────────────────────────────────────────────────────────────────────────────────────────

CANVAS = (
    re.compile(r"(?:(?P<late>LATE)_)?anon_(?P<user>[A-Za-z0-9]+)_(?P<file>\d{1,18})_(?P<orig>.+)", re.DOTALL),
    re.compile(r"(?P<name>.+?)(?:_(?P<late>LATE))?_(?P<user>\d{1,18})_(?P<file>\d{1,18})_(?P<orig>.+)", re.DOTALL),
    re.compile(r"(?:(?P<late>LATE)_)?anon_(?P<user>[A-Za-z0-9]+)_(?P<orig>(?:text|link)\.html)"),
    re.compile(r"(?P<name>.+?)(?:_(?P<late>LATE))?_(?P<user>\d{1,18})_(?P<orig>(?:text|link)\.html)", re.DOTALL),
)


def _canvas_name(name: str) -> dict[str, str] | None:
    found = next((match for pattern in CANVAS if (match := pattern.fullmatch(name))), None)
    return found and {key: value or "" for key, value in found.groupdict().items()}


def canvas(listing: Listing, context: Context) -> Placed:
    """Flat names, `kimalice_LATE_1001_55501_s3.py`; the attachment's id says which version is the latest."""
    found: dict[str, Delivery] = {}
    others = []
    for item in listing.items:
        name = _canvas_name(item.name)
        if name is None:
            others.append(item)
            continue
        shown = "_".join(part for part in (name.get("name", "anon"), name["user"]) if part)
        delivery = _delivery(found, name["user"], shown, name=name.get("name", ""))
        delivery.late |= bool(name["late"])
        delivery.parts.append(Part({name["orig"]: item}, rank=int(name.get("file") or 0)))
    return _placed(found, others)


# ── Moodle ───────────────────────────────────────────────────────────────────────────────────────────────────────

MOODLE = re.compile(
    r"(?P<name>.+)_(?P<id>\d{1,18})_assignsubmission_(?P<plugin>file|onlinetext)_?(?P<rest>.*)", re.DOTALL
)
BLIND = re.compile(r"Participant[ _]\d+|Participant")


def _moodle_name(path: str) -> "tuple[re.Match[str], str] | None":
    """What the outermost folder or file says that Moodle has named, and the path below it."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        if match := MOODLE.fullmatch(part):
            return match, "/".join([*filter(None, [match["rest"]]), *parts[place + 1 :]])
    return None


def moodle(listing: Listing, context: Context) -> Placed:
    """`Alice Kim_1327627_assignsubmission_file/…`, or the same before a file's name."""
    found: dict[str, Delivery] = {}
    others = []
    for item in listing.items:
        name = _moodle_name(item.path)
        if name is None or not name[1]:
            others.append(item)
            continue
        match, path = name
        called = match["name"].replace("_", " ")
        blind = BLIND.fullmatch(called)
        source = f"{match['name']}_{match['id']}"
        delivery = _delivery(found, match["id"], source, name="" if blind else called)
        if not delivery.parts:
            delivery.parts.append(Part({}))
        if match["plugin"] == "onlinetext":
            path = f"onlinetext/{path}" if path in delivery.parts[0].files else path
        delivery.parts[0].files[path] = item
    return _placed(found, others)


# ── Gradescope ───────────────────────────────────────────────────────────────────────────────────────────────────


def gradescope(listing: Listing, context: Context) -> Placed:
    """`submission_123/…` beside `submission_metadata.yml`, which says whose each is, and since when."""
    found: dict[str, Delivery] = {}
    others, remarks = [], []
    tops: dict[str, dict[str, list[Person]]] = {}
    times: dict[str, datetime | None] = {}
    for item in _metadata(listing):
        top = item.path.removesuffix(METADATA)
        try:
            told = gradescope_metadata(item.read())
        except Unreadable as error:
            remarks.append(error.about(inert_line(item.path)))
            told = {}
        tops[top] = {folder: list(each.people) for folder, each in told.items()}
        times |= {f"{top}{folder}": each.at for folder, each in told.items()}
    for item in listing.items:
        around = [top for top in tops if item.path.startswith(top)]
        top = around[0] if around else ""
        folder, _, path = item.path.removeprefix(top).partition("/")
        if not around or not path:
            if item.name != METADATA:
                others.append(item)
            continue
        people = tops[top].get(folder, [])
        delivery = _delivery(found, folder, f"{top}{folder}")
        if not delivery.parts:
            delivery.parts.append(Part({}, at=times.get(f"{top}{folder}")))
            if people:
                delivery.people = tuple(people)
            else:
                delivery.remarks.append(Message.of("gradescope_nobody", folder=inert_line(folder), file=METADATA))
        delivery.parts[0].files[path] = item
    return _placed(found, others, remarks)


def _metadata(listing: Listing) -> list[Item]:
    """The platform's own files: those nearest to the top, since a student may hand in one of the same name."""
    found = [item for item in listing.items if item.name == METADATA]
    nearest = min((item.path.count("/") for item in found), default=0)
    return [item for item in found if item.path.count("/") == nearest]


# ── GitHub Classroom ─────────────────────────────────────────────────────────────────────────────────────────────

SUBMISSIONS = re.compile(r"(?P<slug>.+)-submissions")
ACCEPTED_AGAIN = re.compile(r"(?P<name>.+)-(?P<time>[1-9]\d?)")


def github(listing: Listing, context: Context) -> Placed:
    """`<assignment>-submissions/<assignment>-<user or team>/…`; who accepts again gets `-1` after the name."""
    top, listed = _inner(listing)
    folders = sorted({item.path.partition("/")[0] for item in listed if "/" in item.path})
    prefix = _prefix(folders, top, context.roster)
    users = {folder: folder.removeprefix(prefix) or folder for folder in folders}
    ranks: dict[str, int] = dict.fromkeys(folders, 0)
    for folder, user in [*users.items()]:
        again = ACCEPTED_AGAIN.fullmatch(user)
        if again and not _is_known(user, context.roster) and _may_be(again["name"], users, context.roster):
            users[folder], ranks[folder] = again["name"], int(again["time"])
    found: dict[str, Delivery] = {}
    others = []
    parts: dict[str, Part] = {}
    for item in listed:
        folder, _, path = item.path.partition("/")
        if not path:
            others.append(item)
            continue
        if folder not in parts:
            delivery = _delivery(found, users[folder], f"{prefix}{users[folder]}")
            parts[folder] = Part({}, rank=ranks[folder], label=folder)
            delivery.parts.append(parts[folder])
            if ranks[folder]:
                delivery.remarks.append(Message.of("github_again", folder=inert_line(folder), name=delivery.key))
        parts[folder].files[path] = item
    remark = (
        [Message.of("github_prefix", prefix=inert_line(prefix))] if prefix and not SUBMISSIONS.fullmatch(top) else []
    )
    return _placed(found, others, remark)


def _prefix(folders: list[str], top: str, roster: Roster | None) -> str:
    """What comes before a user's name: the assignment's, where it is known; or else what all have in common."""
    slug = SUBMISSIONS.fullmatch(top)
    if slug and any(folder.startswith(f"{slug['slug']}-") for folder in folders):
        return f"{slug['slug']}-"
    if not folders:
        return ""
    first, last = min(folders), max(folders)
    common = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    ends = [end for end in range(1, common + 1) if first[end - 1] == "-"]
    prefixes = ["", *(first[:end] for end in ends if len(first) > end or len(folders) > 1)]
    if roster:
        known = {prefix: sum(_is_known(f.removeprefix(prefix), roster) for f in folders) for prefix in prefixes}
        if best := max(known.values()):
            return next(prefix for prefix in prefixes if known[prefix] == best)
    return prefixes[-1] if len(folders) > 1 else ""


def _is_known(user: str, roster: Roster | None) -> bool:
    return bool(roster and (roster.find(user) or roster.group(user)))


def _may_be(user: str, users: dict[str, str], roster: Roster | None) -> bool:
    """Whether there is somebody who accepted again, under the name without the number."""
    return _is_known(user, roster) or user in users.values()


# ── nbgrader ─────────────────────────────────────────────────────────────────────────────────────────────────────

SUBMITTED = "submitted"


def nbgrader(listing: Listing, context: Context) -> Placed:
    """`submitted/<student>/<assignment>/…`, with the time in a file; all assignments are one student's work."""
    found: dict[str, Delivery] = {}
    others = []
    parts: dict[tuple[str, str], Part] = {}
    below = _below_submitted(listing)
    for item in listing.items:
        path = below(item.path)
        student, _, rest = (path or "").partition("/")
        assignment, _, file = rest.partition("/")
        if not file:
            others.append(item)
            continue
        delivery = _delivery(found, student, f"{SUBMITTED}/{student}")
        if (student, assignment) not in parts:
            parts[student, assignment] = Part({}, label=assignment)
            delivery.parts.append(parts[student, assignment])
        part = parts[student, assignment]
        if file != TIMESTAMP:
            part.files[file] = item
            continue
        try:
            part.at = nbgrader_time(item.read())
        except Unreadable as error:
            delivery.remarks.append(error.about(inert_line(item.path)))
        if part.at:
            part.rank = part.at.timestamp()
    return _placed(found, others)


def _below_submitted(listing: Listing) -> Callable[[str], str | None]:
    """What a path is below `submitted`; where there is no such folder, below the top."""
    firsts = {item.path.partition("/")[0] for item in listing.items}
    in_one = len(firsts) == 1 and any(item.path.split("/")[1:2] == [SUBMITTED] for item in listing.items)
    if SUBMITTED in firsts or in_one:

        def below(path: str) -> str | None:
            first, *others = path.split("/")
            if first == SUBMITTED:
                return "/".join(others)
            return "/".join(others[1:]) if others[:1] == [SUBMITTED] else None

        return below
    return lambda path: path


# ── plain people ─────────────────────────────────────────────────────────────────────────────────────────────────

SEPARATORS = " _-.()[]+,"


def plain(listing: Listing, context: Context) -> Placed:
    """`alice/…`, `alice.zip`, `alice_s3_gradient_descent.py`, `s3_gradient_descent_alice.ipynb`."""
    _, items = _inner(listing, context.sections)
    tops = {item.path.partition("/")[0]: "/" in item.path for item in items}
    names = {top: top if is_folder else _without_archive(top) for top, is_folder in tops.items()}
    taken = {*names.values()}
    found: dict[str, Delivery] = {}
    others = []
    folders: dict[str, Part] = {}
    only = "" if any(section in item.path for item in items for section in context.sections) else context.only
    for item in items:
        folder, _, path = item.path.partition("/")
        if path or folder != names[folder]:
            if folder not in folders:
                name, place = _told_apart(names[folder], taken, context.roster)
                folders[folder] = Part({}, rank=place, label=folder)
                _delivery(found, name, folder).parts.append(folders[folder])
            folders[folder].files[path or folder] = item
        elif owned := _owner(folder, context.sections) or _of_the_only(folder, only):
            owner, file = owned
            _delivery(found, owner, owner).parts.append(Part({file: item}))
        else:
            others.append(item)
    return _placed(found, others)


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
    is_copy = base != name and not name[len(base) :].startswith("-") and not _is_known(name, roster)
    return (base, place) if is_copy and (base in taken or _is_known(base, roster)) else (name, AS_IT_WAS)


def _without_archive(name: str) -> str:
    """An archive's name without what it ends in; any other name as it is."""
    if is_archive(name):
        return without_suffix(name)
    return name[: -len(SUFFIX)] or name if is_seven_zip(name) else name


def _inner(listing: Listing, sections: Collection[str] = ()) -> tuple[str, list[Item]]:
    """The name of the one folder that everything lies in, if it is nobody's, and the files below it."""
    top, items = listing.name, [*listing.items]
    while items and all("/" in item.path for item in items):
        firsts = {item.path.partition("/")[0] for item in items}
        below = {item.path.split("/")[1]: item.path.count("/") > 1 for item in items}
        files = [name for name, is_folder in below.items() if not is_folder]
        people = [name for name in below if below[name] or name != _without_archive(name) or _owner(name, sections)]
        is_work = any(section_named(name, sections) for name in files)
        first = firsts.pop()
        if firsts or is_work or (len(people) < 2 and not SUBMISSIONS.fullmatch(first)):
            break
        top = first
        items = [Item(item.path.partition("/")[2], item.take, item.problem) for item in items]
    return top, items


# ── which one it is ──────────────────────────────────────────────────────────────────────────────────────────────


def recognised(listing: Listing, context: Context) -> tuple[str, Message]:
    """The layout that the names speak for, and what says so."""
    names = [item.name for item in listing.items]
    half = len(names) / 2  # a single name can be a student's
    tops = {item.path.removesuffix(METADATA) for item in _metadata(listing)}
    if tops and all(any(item.path.startswith(top) for top in tops) for item in listing.items):
        return "gradescope", Message.of("layout_gradescope", file=METADATA)
    in_moodle = [item.path for item in listing.items if _moodle_name(item.path)]
    if in_moodle and len(in_moodle) >= half:
        return "moodle", Message.of("layout_moodle", name=inert_line(in_moodle[0].rpartition("/")[0] or in_moodle[0]))
    in_canvas = [name for name in names if _canvas_name(name)]
    if in_canvas and len(in_canvas) >= half:
        return "canvas", Message.of("layout_canvas", name=inert_line(in_canvas[0]))
    below = _below_submitted(listing)
    paths = {below(item.path) or "" for item in listing.items}
    assignments = {"/".join(path.split("/")[:2]) for path in paths if path.count("/") > 1}
    timed = sum(f"{assignment}/{TIMESTAMP}" in paths for assignment in assignments)
    if (timed and timed >= len(assignments) / 2) or any(
        item.path.startswith(f"{SUBMITTED}/") for item in listing.items
    ):
        return "nbgrader", Message.of("layout_nbgrader", folder=SUBMITTED, file=TIMESTAMP)
    top, inner = _inner(listing)
    folders = {item.path.partition("/")[0] for item in inner if "/" in item.path}
    repositories = {folder.rpartition("/")[2] for folder in listing.repositories}
    if folders and SUBMISSIONS.fullmatch(top) and _prefix(sorted(folders), top, None):
        return "github", Message.of("layout_github_name", name=inert_line(top))
    if len(folders & repositories) >= 2 and _prefix(sorted(folders), top, context.roster):
        return "github", Message.of("layout_github_folders", name=inert_line(min(folders & repositories)))
    return "plain", Message.of("layout_plain")


LAYOUTS: dict[str, Place] = {
    "canvas": canvas,
    "moodle": moodle,
    "gradescope": gradescope,
    "github": github,
    "nbgrader": nbgrader,
    "plain": plain,
}
