"""Which hand-ins of a class share code that is rare in it: pairs, what they share, and the groups that they connect.

What the stub or the solution has is not compared, and what many have is no evidence: in a short exercise, right answers
look alike. So each fingerprint weighs the less, the more hand-ins have it, and nothing where more than a quarter do.
Two hand-ins are a pair where, in a section, most of what one of them has by itself is in the other, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grader.course import Course
from grader.gradebook.similar.code import Reader
from grader.gradebook.similar.index import Index, Known, Unit, known_to_all, read_unit
from grader.gradebook.similar.winnow import Fingerprint, Winnower
from grader.intake.people import Collection, HandIn

THRESHOLD = 0.6
LEAST = 4.0
"""How much evidence a pair takes at least: so many fingerprints that nobody else has."""
NEAR = 2
"""Shared lines that are so far apart are one passage."""
ELSEWHERE = ""
"""The section of files that are no section's."""


class Lines(NamedTuple):
    """Some lines of a file, the first and the last included."""

    file: str
    first: int
    last: int


Placed = tuple[str, Fingerprint]
"""A fingerprint and the file that it is in."""


@dataclass(frozen=True)
class Passage:
    """Lines of one hand-in, and those of another that say the same."""

    lines: Lines
    other: Lines

    @property
    def length(self) -> int:
        return self.lines.last - self.lines.first + 1


@dataclass(frozen=True)
class SharedSection:
    """What two hand-ins share in a section: `part` of what the one that has less has by itself.

    `evidence` is how much that is, counted in fingerprints that nobody else has. The longest passages come first.
    """

    section: str
    part: float
    evidence: float
    passages: tuple[Passage, ...]
    same_text: bool = False


@dataclass(frozen=True)
class Pair:
    """Two hand-ins to look at, with the sections that they share, first those with most evidence."""

    first: HandIn
    second: HandIn
    sections: tuple[SharedSection, ...]

    @property
    def evidence(self) -> float:
        return sum(section.evidence for section in self.sections)


@dataclass(frozen=True)
class Similar:
    """The pairs of a class, first those with most evidence, and the groups of three and more that they connect.

    `compared` are the hand-ins with code of their own. Those in `by_lines` have a file that is no Python, in part or
    wholly, and were compared by their lines there.
    """

    compared: int
    pairs: tuple[Pair, ...] = ()
    groups: tuple[tuple[HandIn, ...], ...] = ()
    by_lines: tuple[HandIn, ...] = ()


def find_similar(
    collection: Collection, course: Course, sections: Sequence[str] = (), threshold: float = THRESHOLD
) -> Similar:
    """The pairs of a class's hand-ins that share at least `threshold` of somebody's own code in a section."""
    hand_ins = [one for one in collection.hand_ins if one.submission is not None]
    winnower = Winnower()
    found: defaultdict[tuple[int, int], list[SharedSection]] = defaultdict(list)
    compared: set[int] = set()
    by_lines: set[int] = set()
    for section, known in _wanted(course, sections):
        reader = Reader(known.names)
        units = [read_unit(n, _files(one, section), known, reader, winnower) for n, one in enumerate(hand_ins)]
        compared.update(unit.number for unit in units if unit.hashes)
        by_lines.update(unit.number for unit in units if unit.unread)
        for first, second, shared in _shared(section, units, winnower, threshold):
            if not _same_people(hand_ins[first], hand_ins[second]):
                found[first, second].append(shared)
    pairs = [
        Pair(hand_ins[a], hand_ins[b], tuple(sorted(parts, key=lambda part: -part.evidence)))
        for (a, b), parts in found.items()
    ]
    return Similar(
        compared=len(compared),
        pairs=tuple(sorted(pairs, key=lambda pair: (-pair.evidence, pair.first.source, pair.second.source))),
        groups=tuple(tuple(hand_ins[number] for number in group) for group in _groups(found) if len(group) > 2),
        by_lines=tuple(hand_ins[number] for number in sorted(by_lines)),
    )


def _wanted(course: Course, sections: Sequence[str]) -> Iterator[tuple[str, Known]]:
    """The sections with what everybody was given in them; where all are wanted, other files come last."""
    given = Known()
    for section in course.sections:
        if not sections or section.id in sections:
            known = known_to_all(section, course)
            given |= known
            yield section.id, known
    if not sections:
        yield ELSEWHERE, given


def _files(hand_in: HandIn, section: str) -> list[tuple[str, str]]:
    files = hand_in.submission.files if hand_in.submission else ()
    return [(one.name, one.text) for one in files if (one.section or ELSEWHERE) == section and one.text is not None]


def _same_people(first: HandIn, second: HandIn) -> bool:
    return not {person.id for person in first.people}.isdisjoint(person.id for person in second.people)


# ── what they share ──────────────────────────────────────────────────────────────────────────────────────────────


def _shared(
    section: str, units: Sequence[Unit], winnower: Winnower, threshold: float
) -> Iterator[tuple[int, int, SharedSection]]:
    """The numbers of two hand-ins and what they share in a section, of all that share enough there."""
    index = Index(units)
    places: dict[int, list[Placed]] = {}
    for first, second, part, evidence in index.pairs(LEAST, threshold):
        for unit in (first, second):
            if unit.number not in places:
                places[unit.number] = _placed(unit, index, winnower)
        passages = _passages(places[first.number], places[second.number])
        same = [text for _, text in first.files] == [text for _, text in second.files]
        yield first.number, second.number, SharedSection(section, part, evidence, tuple(passages), same)


def _placed(unit: Unit, index: Index, winnower: Winnower) -> list[Placed]:
    """The fingerprints of a unit that are evidence, with their files and lines."""
    return [
        (name, one)
        for (name, _), blocks in zip(unit.files, unit.placed, strict=True)
        for one in winnower.fingerprints(blocks)
        if index.is_evidence(one.hash)
    ]


def _passages(own: Iterable[Placed], others: Iterable[Placed]) -> list[Passage]:
    """The lines that two files share, block by block, where what is close together is one passage."""
    places: dict[int, Placed] = {}
    for one in others:
        places.setdefault(one[1].hash, one)
    blocks: defaultdict[tuple[str, int, str, int], list[Passage]] = defaultdict(list)
    for file, mine in own:
        if mine.hash in places:
            other_file, other = places[mine.hash]
            passage = Passage(Lines(file, mine.first, mine.last), Lines(other_file, other.first, other.last))
            blocks[file, mine.block, other_file, other.block].append(passage)
    joined = [passage for some in blocks.values() for passage in _joined(some)]
    return sorted(joined, key=lambda passage: (-passage.length, passage.lines))


def _joined(passages: Iterable[Passage]) -> Iterator[Passage]:
    first, *rest = sorted(passages, key=lambda passage: passage.lines)
    for passage in rest:
        if passage.lines.first <= first.lines.last + NEAR:
            first = Passage(_both(first.lines, passage.lines), _both(first.other, passage.other))
        else:
            yield first
            first = passage
    yield first


def _both(lines: Lines, others: Lines) -> Lines:
    return Lines(lines.file, min(lines.first, others.first), max(lines.last, others.last))


def _groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers that pairs connect, the largest group first."""
    group: dict[int, set[int]] = {}
    for first, second in pairs:
        merged = group.get(first, {first}) | group.get(second, {second})
        group.update(dict.fromkeys(merged, merged))
    distinct = {id(members): sorted(members) for members in group.values()}
    return sorted(distinct.values(), key=lambda members: (-len(members), members))
