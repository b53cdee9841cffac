"""Fingerprints of a text by winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003).

Of each window of `WINDOW` neighbouring k-grams, the one with the smallest hash is kept, the rightmost where several are
the smallest. So a stretch of `GRAM + WINDOW - 1` tokens that two blocks share always leaves a fingerprint in both,
wherever it stands, and one of fewer than `GRAM` tokens never does.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.gradebook.similar.code import Block

GRAM, WINDOW = 10, 4
LINES_GRAM, LINES_WINDOW = 3, 2
"""For blocks whose tokens are whole lines."""


@dataclass(frozen=True)
class Fingerprint:
    """A k-gram's hash, and the lines of the file from which to which it goes; `block` is the number of its block."""

    hash: int
    first: int
    last: int
    block: int


class Winnower:
    """Winnows blocks, and each that it has seen before at once: in a class many are the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[str, ...], bool], tuple[tuple[int, int], ...]] = {}

    def fingerprints(self, blocks: Iterable[Block]) -> Iterator[Fingerprint]:
        for number, block in enumerate(blocks):
            for hash, place in self._places(block):
                lines = block.lines[place : place + size_of(block)]
                yield Fingerprint(hash, min(lines), max(lines), number)

    def hashes(self, blocks: Iterable[Block]) -> Iterator[int]:
        """The same without their places."""
        return (hash for block in blocks for hash, _ in self._places(block))

    def _places(self, block: Block) -> tuple[tuple[int, int], ...]:
        key = block.tokens, block.lines_only
        if key not in self._known:
            hashes = list(grams(block))
            window = LINES_WINDOW if block.lines_only else WINDOW
            self._known[key] = tuple((hashes[place], place) for place in smallest(hashes, window))
        return self._known[key]


def size_of(block: Block) -> int:
    """How many tokens a k-gram of this block has."""
    return LINES_GRAM if block.lines_only else GRAM


def grams(block: Block) -> Iterator[int]:
    """The hashes of all k-grams, the same in every process."""
    size = size_of(block)
    tokens = [token.encode("utf-8", "surrogatepass") for token in block.tokens]
    for place in range(len(tokens) - size + 1):
        digest = hashlib.blake2b(b"\x1f".join(tokens[place : place + size]), digest_size=8).digest()
        yield int.from_bytes(digest, "big")


def smallest(hashes: Sequence[int], window: int) -> Iterator[int]:
    """The place of the smallest hash of each window, once; fewer hashes than a window are one by themselves."""
    kept = -1
    for start in range(max(len(hashes) - window, 0) + 1 if hashes else 0):
        end = min(start + window, len(hashes))
        if kept >= start and hashes[end - 1] > hashes[kept]:
            continue
        place = min(range(start, end), key=lambda at: (hashes[at], -at))
        if place != kept:
            kept = place
            yield place
