"""What the hand-ins of a class have in a section, as fingerprints: how rare each is, and who shares how much."""

import ast
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grader.course import Course, Section, make_stub
from grader.errors import CourseError
from grader.gradebook.similar.code import Block, Reader, as_lines
from grader.gradebook.similar.winnow import Winnower, grams

COMMON = 4
"""What more than one in four of a class have in common is no evidence …"""
FEW = 5
"""… and in a small class, what more than five have."""
EXERCISE, EXERCISES = 3.0, 8
"""One function gives no more evidence than this, or than an eighth of the file's, where that is more. So it takes
several short exercises to be a pair, since right answers to them look alike; or one that is long."""
STEP = 4096
"""So many fingerprints are counted at once."""


@dataclass(frozen=True)
class Known:
    """What everybody was given, or could look up: names that each file has to use, and hashes that are no evidence.

    `docstrings` are those of the stub, as they are written there. They are most of a file, and need not be parsed.
    """

    names: frozenset[str] = frozenset()
    hashes: frozenset[int] = frozenset()
    docstrings: tuple[str, ...] = ()

    def without_docstrings(self, text: str) -> str:
        """A file of a student's, every line where it was."""
        for docstring in self.docstrings:
            text = text.replace(docstring, '""' + "\n" * docstring.count("\n"))
        return text

    def __or__(self, other: "Known") -> "Known":
        return Known(self.names | other.names, self.hashes | other.hashes, self.docstrings + other.docstrings)


@dataclass(frozen=True)
class Unit:
    """What a hand-in, known by its number, has in a section: names and texts of files, and the fingerprints in them.

    `placed` has the blocks of each file. The fingerprints of each block stand by themselves, and those of `lines` that
    are no Python together. `unread` says whether there are any such lines.
    """

    number: int
    files: tuple[tuple[str, str], ...]
    placed: tuple[tuple[Block, ...], ...]
    blocks: tuple[frozenset[int], ...]
    lines: frozenset[int] = frozenset()
    unread: bool = False

    @property
    def hashes(self) -> frozenset[int]:
        return self.lines.union(*self.blocks)


def known_to_all(section: Section, course: Course) -> Known:
    """What a section's stub and its solution have."""
    solution = _text(course.solutions / section.file)
    texts = [solution, _text(course.exercises / section.file)]
    with suppress(CourseError):  # then the stub on the disk is what there is
        texts.append(make_stub(solution) if solution else "")
    names = frozenset(name for text in texts for name in _defined(text))
    reader = Reader(names)
    blocks = [block for text in texts for block in (*reader.blocks(text), as_lines(text))]
    docstrings = dict.fromkeys(docstring for text in texts for docstring in _docstrings(text))
    return Known(names, frozenset(hash for block in blocks for hash in grams(block)), tuple(docstrings))


def read_unit(number: int, files: Sequence[tuple[str, str]], known: Known, reader: Reader, winnower: Winnower) -> Unit:
    """The fingerprints of some files of one hand-in, without what is known."""
    placed = tuple(tuple(reader.blocks(known.without_docstrings(text))) for _, text in files)
    blocks = [block for some in placed for block in some]
    unread = [block for block in blocks if block.lines_only]
    return Unit(
        number,
        tuple(files),
        placed,
        blocks=tuple(frozenset(winnower.hashes([one])) - known.hashes for one in blocks if not one.lines_only),
        lines=frozenset(winnower.hashes(unread)) - known.hashes,
        unread=bool(unread),
    )


class Index:
    """The units of a class and what each fingerprint weighs: 1 where at most two have it, 0 where it is common."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = [unit for unit in units if unit.hashes]
        self._hashes = [unit.hashes for unit in self._units]
        counts = Counter(hash for hashes in self._hashes for hash in hashes)
        most = max(FEW, len(self._units) // COMMON)
        self._weights = {hash: _weight(count, most) for hash, count in counts.items() if count <= most}
        self._shared = [hash for hash in self._weights if counts[hash] > 1]
        self._own = [self._evidence(unit) for unit in self._units]
        self._totals = [_sum(own) for own in self._own]

    def pairs(self, least: float, threshold: float) -> Iterator[tuple[Unit, Unit, float, float]]:
        """Units with `least` evidence in common that is `threshold` of all that one of them has; and both numbers."""
        for a, b in self._candidates(least):
            first, second = sorted((a, b), key=lambda place: self._totals[place])
            other = self._hashes[second]
            evidence = sum(weight for hash, weight in self._own[first].items() if hash in other)
            part = evidence / self._totals[first] if evidence else 0.0
            if evidence >= least and part >= threshold:
                yield self._units[a], self._units[b], part, evidence

    def is_evidence(self, hash: int) -> bool:
        return hash in self._weights

    def _evidence(self, unit: Unit) -> dict[int, float]:
        """What each fingerprint of a unit weighs in it. Lines that are no Python may be of any number of functions."""
        lines = {hash: self._weights[hash] for hash in unit.lines if hash in self._weights}
        own = [{hash: self._weights[hash] for hash in block if hash in self._weights} for block in unit.blocks]
        most = max(EXERCISE, sum(map(_sum, own)) / EXERCISES)
        factors = [min(1.0, most / (_sum(block) or 1.0)) for block in own]
        told = zip(own, factors, strict=True)
        return lines | {hash: weight * factor for block, factor in told for hash, weight in block.items()}

    def _candidates(self, least: float) -> Iterable[tuple[int, int]]:
        """The places of units that may share so much: what one function gives is not yet limited here."""
        columns = {hash: column for column, hash in enumerate(self._shared)}
        total = np.zeros((len(self._units), len(self._units)), dtype=np.float32)
        held = [sorted(columns[hash] for hash in hashes if hash in columns) for hashes in self._hashes]
        for start in range(0, len(self._shared), STEP):
            weights = np.array([self._weights[hash] for hash in self._shared[start : start + STEP]], dtype=np.float32)
            has = np.zeros((len(self._units), len(weights)), dtype=np.float32)
            for row, own in enumerate(held):
                has[row, [column - start for column in own if start <= column < start + STEP]] = 1
            total += (has * weights) @ has.T
        rows, others = np.nonzero(np.triu(total, 1) >= least - 0.01)
        return zip(rows.tolist(), others.tolist(), strict=True)


def _weight(count: int, most: int) -> float:
    """1 for a fingerprint that one or two have, less for each further one, nearly 0 for what `most` have."""
    return math.log((most + 1) / max(count, 2)) / math.log((most + 1) / 2)


def _sum(weights: dict[int, float]) -> float:
    return sum(weights.values())


def _defined(text: str) -> Iterator[str]:
    """The names at the top of a file of the course."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return
    for part in body:
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield part.name
        elif isinstance(part, ast.Assign):
            yield from (target.id for target in part.targets if isinstance(target, ast.Name))


def _docstrings(text: str) -> Iterator[str]:
    """The docstrings of a file of the course with their quotes, all but short ones."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    rows = text.split("\n")
    for part in ast.walk(tree):
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str):
            first, *others = rows[part.lineno - 1 : part.end_lineno]
            if others:  # nothing stands behind its quotes
                yield "\n".join([first.lstrip(), *others])


def _text(file: Path) -> str:
    """A file of the course, "" where there is none: a student's copy has no solutions."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
