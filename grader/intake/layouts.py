"""How a class's files are laid out: which of them belong together, whose they are, when they came. Names alone decide.

Each layout is a function from the files to what lies under one name; `recognised` says which one a collection has.
The names are those that the platforms' own sources write.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from grader.inert import inert_line
from grader.intake.deliveries import Context, Delivery, Part, Placed, delivery_of, is_known, placed
from grader.intake.listing import Item, Listing
from grader.intake.people import Person
from grader.intake.plain_people import inner, plain
from grader.intake.platform_files import METADATA, TIMESTAMP, gradescope_metadata, nbgrader_time
from grader.intake.roster import Roster
from grader.intake.source import Unreadable
from grader.texts import Message

AUTO = "auto"

Place = Callable[[Listing, Context], Placed]


# ── Canvas ───────────────────────────────────────────────────────────────────────────────────────────────────────

ANONYMOUS = re.compile(
    r"(?:(?P<late>LATE)_)?anon_(?P<user>[A-Za-z0-9]+)_(?:(?P<file>\d{1,18})_(?P<orig>.+)|(?P<text>(?:text|link)\.html))",
    re.DOTALL,
)
NUMBERS = re.compile(r"(?<=.)(?P<late>_LATE)?_(?P<user>\d{1,18})(?=_(?:(?P<file>\d{1,18})_)?(?P<orig>.+))", re.DOTALL)
LONGEST_NAME = 1000
ONLINE = ("text.html", "link.html")


class _OnCanvas(NamedTuple):
    """What a file's name may say."""

    name: str
    user: str
    late: bool
    attachment: int
    file: str


def _canvas_names(name: str) -> list[_OnCanvas]:
    """All that a name may say, as the platform would write it first: a student chooses what a file is called."""
    if anonymous := ANONYMOUS.fullmatch(name):
        user, file = anonymous["user"], anonymous["orig"] or anonymous["text"]
        return [_OnCanvas("", user, bool(anonymous["late"]), int(anonymous["file"] or 0), file)]
    found = []
    for part in NUMBERS.finditer(name[:LONGEST_NAME]):
        if part["file"] or part["orig"] in ONLINE:
            person, late = name[: part.start()], bool(part["late"])
            found.append(_OnCanvas(person, part["user"], late, int(part["file"] or 0), part["orig"]))
    return found


def canvas(listing: Listing, context: Context) -> Placed:
    """Flat names, `kimalice_LATE_1001_55501_s3.py`; the attachment's id says which version is the latest."""
    found: dict[str, Delivery] = {}
    others = []
    readings = [(item, _canvas_names(item.name)) for item in listing.items]
    known: dict[str, set[str]] = defaultdict(set)
    for _, names in readings:
        if len(names) == 1:
            known[names[0].user].add(names[0].name)
    for item, names in readings:
        if not names:
            others.append(item)
            continue
        # Nobody's file or name makes it another's, who is known under a name of their own.
        said = min(names, key=lambda one: (one.user in known) - 2 * (one.name in known.get(one.user, ())))
        shown = "_".join(part for part in (said.name or "anon", said.user) if part)
        delivery = delivery_of(found, said.user, shown, name=said.name)
        delivery.own_number = True
        delivery.downloads.add(item.path.rpartition("/")[0])
        delivery.late |= said.late
        delivery.parts.append(Part({said.file: item}, rank=said.attachment))
    return placed(found, others)


# ── Moodle ───────────────────────────────────────────────────────────────────────────────────────────────────────

MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<id>\d{1,18})_assignsubmission_(?P<plugin>file|onlinetext)_?(?P<rest>.*)", re.DOTALL
)
BLIND = re.compile(r"Participant[ _]\d+|Participant")


def _moodle_name(path: str) -> "tuple[re.Match[str], str, str] | None":
    """What the outermost folder or file says that Moodle has named, the path below it, and that above it."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        if match := MOODLE.fullmatch(part):
            return match, "/".join([*filter(None, [match["rest"]]), *parts[place + 1 :]]), "/".join(parts[:place])
    return None


def moodle(listing: Listing, context: Context) -> Placed:
    """`Alice Kim_1327627_assignsubmission_file/…`, or the same before a file's name."""
    found: dict[str, Delivery] = {}
    parts: dict[tuple[str, str], Part] = {}
    others = []
    for item in listing.items:
        name = _moodle_name(item.path)
        if name is None or not name[1]:
            others.append(item)
            continue
        match, path, download = name
        called = match["name"].replace("_", " ")
        blind = BLIND.fullmatch(called)
        source = f"{match['name']}_{match['id']}"
        delivery = delivery_of(found, match["id"], source, name="" if blind else called)
        delivery.own_number = True
        delivery.downloads.add(download)
        part = parts.get((match["id"], download))
        if part is None:
            part = parts[match["id"], download] = Part({}, rank=len(delivery.parts), label=download)
            delivery.parts.append(part)
        if match["plugin"] == "onlinetext":
            path = f"onlinetext/{path}" if path in part.files else path
        part.files[path] = item
    return placed(found, others)


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
        delivery = delivery_of(found, folder, f"{top}{folder}")
        if not delivery.parts:
            delivery.parts.append(Part({}, at=times.get(f"{top}{folder}")))
            if people:
                delivery.people = tuple(people)
            else:
                delivery.remarks.append(Message.of("gradescope_nobody", folder=inert_line(folder), file=METADATA))
        delivery.parts[0].files[path] = item
    return placed(found, others, remarks)


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
    top, listed = inner(listing, context.sections, SUBMISSIONS)
    folders = sorted({item.path.partition("/")[0] for item in listed if "/" in item.path})
    prefix = _prefix(folders, top, context.roster)
    users = {folder: folder.removeprefix(prefix) or folder for folder in folders}
    ranks: dict[str, int] = dict.fromkeys(folders, 0)
    for folder, user in [*users.items()]:
        again = ACCEPTED_AGAIN.fullmatch(user)
        if again and not is_known(user, context.roster) and _may_be(again["name"], users, context.roster):
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
            delivery = delivery_of(found, users[folder], f"{prefix}{users[folder]}")
            parts[folder] = Part({}, rank=ranks[folder], label=folder)
            delivery.parts.append(parts[folder])
            if ranks[folder]:
                delivery.remarks.append(Message.of("github_again", folder=inert_line(folder), name=delivery.key))
        parts[folder].files[path] = item
    remark = (
        [Message.of("github_prefix", prefix=inert_line(prefix))] if prefix and not SUBMISSIONS.fullmatch(top) else []
    )
    return placed(found, others, remark)


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
        known = {prefix: sum(is_known(f.removeprefix(prefix), roster) for f in folders) for prefix in prefixes}
        if best := max(known.values()):
            return next(prefix for prefix in prefixes if known[prefix] == best)
    return prefixes[-1] if len(folders) > 1 else ""


def _may_be(user: str, users: dict[str, str], roster: Roster | None) -> bool:
    """Whether there is somebody who accepted again, under the name without the number."""
    return is_known(user, roster) or user in users.values()


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
        delivery = delivery_of(found, student, f"{SUBMITTED}/{student}")
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
    return placed(found, others)


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


# ── which one it is ──────────────────────────────────────────────────────────────────────────────────────────────


def recognised(listing: Listing, context: Context) -> tuple[str, Message]:
    """The layout that the names speak for, and what says so."""
    names = [item.name for item in listing.items]
    half = len(names) / 2  # a single name can be a student's
    tops = {item.path.removesuffix(METADATA) for item in _metadata(listing)}
    in_folders = [item.path for item in listing.items if "/" in item.path]
    if tops and in_folders and all(any(path.startswith(top) for top in tops) for path in in_folders):
        return "gradescope", Message.of("layout_gradescope", file=METADATA)
    in_moodle = [item.path for item in listing.items if _moodle_name(item.path)]
    if in_moodle and len(in_moodle) >= half:
        return "moodle", Message.of("layout_moodle", name=inert_line(in_moodle[0].rpartition("/")[0] or in_moodle[0]))
    in_canvas = [name for name in names if _canvas_names(name)]
    if in_canvas and len(in_canvas) >= half:
        return "canvas", Message.of("layout_canvas", name=inert_line(in_canvas[0]))
    below = _below_submitted(listing)
    paths = {below(item.path) or "" for item in listing.items}
    assignments = {"/".join(path.split("/")[:2]) for path in paths if path.count("/") > 1}
    timed = sum(f"{assignment}/{TIMESTAMP}" in paths for assignment in assignments)
    in_submitted = any(item.path.startswith(f"{SUBMITTED}/") for item in listing.items)
    if assignments and (in_submitted or timed >= max(len(assignments) / 2, 1)):
        return "nbgrader", Message.of("layout_nbgrader", folder=SUBMITTED, file=TIMESTAMP)
    top, inside = inner(listing, context.sections, SUBMISSIONS)
    folders = {item.path.partition("/")[0] for item in inside if "/" in item.path}
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
