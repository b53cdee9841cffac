"""What a platform gave of a whole class becomes hand-ins: each student or group once, with what is unusual about it."""

import contextlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from grader.course import Course
from grader.errors import SubmissionError
from grader.inert import inert_line
from grader.intake.archive import BROKEN, MEBIBYTE, is_archive, without_suffix
from grader.intake.copies import SUFFIXES
from grader.intake.deliveries import Context, Delivery, Placed
from grader.intake.folder import ARCHIVE
from grader.intake.hand_ins import hand_in
from grader.intake.layouts import AUTO, LAYOUTS, recognised
from grader.intake.listing import Item, Listing, Room, in_archive, listed, open_listing
from grader.intake.people import Collection, HandIn, Person
from grader.intake.roster import Roster, is_called
from grader.intake.sevenzip import is_seven_zip
from grader.intake.source import Unreadable
from grader.texts import Message

MOST_SHOWN = 5
SHORTEST_ID = 5
LARGEST_GROUP = 10
"""A larger one is no group that works together."""
LARGEST_WITHIN = 1024 * MEBIBYTE
"""Of an archive in the class's archive that contains a class again."""
SMALL = Room(files=ARCHIVE.entries, inflated=ARCHIVE.together, kept=ARCHIVE.together)
LARGE = Room(files=100_000, inflated=4 * LARGEST_WITHIN, kept=LARGEST_WITHIN)
ALL_TEXTS = 2 * 1024 * MEBIBYTE
"""Bytes of all hand-ins together: they stay in the memory until they have been graded."""


def collect_hand_ins(
    source: Path, course: Course, layout: str = AUTO, roster: Roster | None = None, sections: Sequence[str] = ()
) -> Collection:
    """All hand-ins in a folder or an archive. Raises SubmissionError where there are none, or for an unknown layout."""
    if layout != AUTO and layout not in LAYOUTS:
        raise SubmissionError("layout_unknown", layout=inert_line(layout), layouts=", ".join([AUTO, *LAYOUTS]))
    ids = [section.id for section in course.sections]
    asked = list(sections) or ids
    context = Context(ids, roster, asked[0] if len(asked) == 1 else "")
    with open_listing(source) as listing, _classes_within(listing, context) as listing:
        chosen, why = recognised(listing, context)
        if layout != AUTO:
            chosen, why = layout, Message.of("layout_asked_for")
        placed = LAYOUTS[chosen](listing, context)
        owned, unknown = _owned(placed.deliveries, roster)
        owned = [_with_group(delivery, people, owned, roster) for delivery, people in owned]
        if not any(_may_be_work(delivery) for delivery, _ in owned):
            raise _nothing(source, course, chosen, len(listing.items))
        hand_ins = [hand_in(delivery, people, course, sections) for delivery, people in owned]
    if all(one.problem and one.problem.id == "submission_foreign" for one in hand_ins):
        named = ", ".join(section.file for section in course.sections if section.id in asked)
        raise SubmissionError("class_other_sections", source=inert_line(str(source)), count=len(hand_ins), files=named)
    hand_ins = _within_bounds(sorted(hand_ins, key=lambda one: [person.id for person in one.people]))
    there = {person.id for one in hand_ins for person in one.people}
    return Collection(
        chosen,
        why,
        tuple(hand_ins),
        missing=tuple(person for person in roster.people if person.id not in there) if roster else (),
        unknown=tuple(unknown),
        remarks=(*listing.remarks, *placed.remarks, *_unplaced(placed)),
    )


# ── archives that contain a class each ───────────────────────────────────────────────────────────────────────────


@contextmanager
def _classes_within(listing: Listing, context: Context) -> Iterator[Listing]:
    """Where a collection consists of archives that a platform made of a class, the files in these.

    All of them have to be such archives: what one student packs must not stand in for the work of others. The large
    ones are opened last, so a student's bomb beside the others' work is not opened at all.
    """
    archives = [item for item in listing.items if is_archive(item.name) or is_seven_zip(item.name)]
    work = any(item.name.endswith(SUFFIXES) for item in listing.items)
    if not archives or work or recognised(listing, context)[0] != "plain":
        yield listing
        return
    with contextlib.ExitStack() as stack:
        inside = {item.path for item in archives}
        found = [item for item in listing.items if item.path not in inside]
        called: list[str] = []
        layouts: set[str] = set()
        repositories: set[str] = set()
        remarks = [*listing.remarks]
        for inner in _listed_within(archives, stack):
            layout = recognised(inner, context)[0] if inner else "plain"
            if inner is None or layout == "plain" or layouts - {layout}:
                yield listing
                return
            layouts.add(layout)
            times = called.count(inner.name)  # archives of two weeks may bear one name, in folders of their own
            called.append(inner.name)
            name = f"{inner.name} ({times + 1})" if times else inner.name
            found += [replace(one, path=f"{name}/{one.path}") for one in inner.items]
            repositories |= {f"{name}/{folder}" for folder in inner.repositories}
            remarks += inner.remarks
        yield Listing(listing.name, tuple(found), frozenset(repositories), tuple(remarks))


def _listed_within(archives: Iterable[Item], stack: contextlib.ExitStack) -> Iterator[Listing | None]:
    """What is in each, those first that are as large as one student's may be; None for one that cannot be read."""
    large = []
    for item in archives:
        try:
            yield _opened(item, stack, ARCHIVE.archive, SMALL)
        except Unreadable:
            large.append(item)
        except BROKEN:
            yield None
    for item in large:
        try:
            yield _opened(item, stack, LARGEST_WITHIN, LARGE)
        except (Unreadable, *BROKEN):
            yield None


def _opened(item: Item, stack: contextlib.ExitStack, most: int, room: Room) -> Listing:
    if item.on_disk and item.on_disk.stat().st_size > most and room is SMALL:
        raise Unreadable("archive_too_large", mebibytes=most // MEBIBYTE)
    file: BinaryIO = io.BytesIO() if item.on_disk else io.BytesIO(item.read(most))
    if item.on_disk:
        file = stack.enter_context(item.on_disk.open("rb"))
    return listed(without_suffix(item.name) if is_archive(item.name) else item.name, in_archive(file, stack, room))


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────────


def _owned(
    deliveries: Iterable[Delivery], roster: Roster | None
) -> tuple[list[tuple[Delivery, tuple[Person, ...]]], list[Person]]:
    """Each delivery with its people, those of one student together; and the people whom the roster doesn't know."""
    found: dict[tuple[str, ...], tuple[Delivery, tuple[Person, ...]]] = {}
    unknown: dict[str, Person] = {}
    deliveries = [*deliveries]
    namesakes = _namesakes(deliveries, roster)
    for delivery in deliveries:
        people: list[Person] = []
        for person in delivery.people:
            known = [] if id(delivery) in namesakes else _in_roster(person, delivery, roster)
            if roster and not known:
                if roster.person(person.id):  # the platform's number is somebody else's id
                    person = replace(person, id=f"{person.id} ({person.name})")
                unknown[person.id] = person
            people += known or [person]
        owners = tuple({person.id: person for person in sorted(people, key=lambda person: person.id)}.values())
        key = tuple(person.id for person in owners)
        if key in found:
            first, _ = found[key]
            first.parts += delivery.parts
            first.late |= delivery.late
            first.remarks += [
                *delivery.remarks,
                Message.of("handed_in_twice", first=first.source, second=delivery.source),
            ]
        else:
            found[key] = (delivery, owners)
    _say_who_is_there_twice(found.values())
    return [*found.values()], [*unknown.values()]


def _namesakes(deliveries: Iterable[Delivery], roster: Roster | None) -> set[int]:
    """Those of several people on a platform who would be one in the roster: whoever can change their name there could
    be anybody, so nobody is guessed. Another download may have other numbers.
    """
    alike: dict[tuple[str, tuple[str, ...]], list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        if roster and delivery.own_number:
            meant = {one.id for person in delivery.people for one in _in_roster(person, delivery, roster)}
            for download in delivery.downloads if meant else ():
                alike[download, tuple(sorted(meant))].append(delivery)
    several = [those for those in alike.values() if len(those) > 1]
    for those in several:
        for delivery in those:
            names = ", ".join(one.source for one in those)
            delivery.remarks.append(Message.of("one_name_for_several", names=names[:400]))
    return {id(delivery) for those in several for delivery in those}


def _with_group(
    delivery: Delivery,
    people: tuple[Person, ...],
    owned: Sequence[tuple[Delivery, tuple[Person, ...]]],
    roster: Roster | None,
) -> tuple[Delivery, tuple[Person, ...]]:
    """The delivery and all whom it counts for: where one of a group alone has handed in, its other members as well."""
    members = roster.group(people[0].group) if roster and len(people) == 1 else ()
    there = {person.id for _, those in owned for person in those}
    others = [one for one in members if one not in people]
    if people[0] not in members or len(members) > LARGEST_GROUP or any(one.id in there for one in others):
        return delivery, people
    if others:
        names = ", ".join(f"{one.name} ({one.id})" for one in others)
        delivery.remarks.append(Message.of("group_counts", group=people[0].group, names=names))
    return delivery, members


def _say_who_is_there_twice(owned: Iterable[tuple[Delivery, tuple[Person, ...]]]) -> None:
    """Alone and in a group; or under two names that differ in capital letters alone."""
    sources: dict[str, list[Delivery]] = defaultdict(list)
    for delivery, people in owned:
        for person in people:
            sources[person.id.casefold()].append(delivery)
    for deliveries in sources.values():
        for one in deliveries:
            others = ", ".join(other.source for other in deliveries if other is not one)
            if others:
                one.remarks.append(Message.of("handed_in_elsewhere", others=others[:400]))


def _in_roster(person: Person, delivery: Delivery, roster: Roster | None) -> list[Person]:
    """Who it is: one person, or the members of a group of that name; nobody where it is not certain."""
    if roster is None:
        return []
    one = roster.find(person.id, person.email, person.name)
    if one and delivery.own_number and not is_called(one, person.name):
        one = roster.find(person.email, person.name)
    if one:
        return [one]
    members = roster.group(person.name) or roster.group(person.id)
    if members:
        return [*members]
    words = {word for name in (person.id, person.name) for word in _words(name)}
    several = {one.id: one for word in words if (one := roster.find(word)) and one.id.casefold() == word.casefold()}
    return [*several.values()] if len(several) == 1 and roster.named_in(person.name or person.id) <= {*several} else []


def _words(name: str) -> list[str]:
    """Words that are long and have a digit in them, as ids have: `2024001` of `2024001 Alice Kim`."""
    cleaned = "".join(c if c.isalnum() else " " for c in name)
    return [word for word in cleaned.split() if len(word) >= SHORTEST_ID and any(c.isdigit() for c in word)]


# ── what is nobody's, and too much ───────────────────────────────────────────────────────────────────────────────


def _may_be_work(delivery: Delivery) -> bool:
    files = [path for part in delivery.parts for path in part.files]
    return any(path.endswith(SUFFIXES) or is_archive(path) or is_seven_zip(path) for path in files)


def _nothing(source: Path, course: Course, layout: str, count: int) -> SubmissionError:
    first = course.sections[0].file
    shown = inert_line(str(source))
    if not count:
        return SubmissionError("class_empty", source=shown)
    return SubmissionError("class_nothing", source=shown, layout=layout, file=first, count=count)


def _unplaced(placed: Placed) -> Iterator[Message]:
    refused = [item for item in placed.others if item.problem]
    for item in refused[:MOST_SHOWN]:
        if item.problem:
            yield item.problem.about(inert_line(item.path))
    others = [inert_line(item.path) for item in placed.others if not item.problem]
    if others:
        shown = ", ".join(others[:MOST_SHOWN]) + (", …" if len(others) > MOST_SHOWN else "")
        yield Message.of("files_of_nobody", count=len(others), files=shown)


def _within_bounds(hand_ins: list[HandIn]) -> list[HandIn]:
    room = ALL_TEXTS
    kept = []
    for one in hand_ins:
        size = sum(len(file.text or "") for file in one.submission.files) if one.submission else 0
        if size > room:
            mebibytes = ALL_TEXTS // MEBIBYTE
            one = replace(one, submission=None, problem=Message.of("class_no_room", mebibytes=mebibytes))
            size = 0
        room -= size
        kept.append(one)
    return kept
