"""A file as the parts that were written: blocks of tokens, whatever things are called in it and in what order.

Each function, each class and all other statements are a block of their own, so their order does not matter. A name that
the file itself binds is any name, and what was imported has its full name, however it is called in the file.

The text is hostile, and it is only ever parsed, within the bounds of `ParsedSource`. What cannot be parsed is a block
of its lines.
"""

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice

from grader.forbidden import ParsedSource
from grader.gradebook.similar.parts import KEYWORD, MOST_CHARACTERS, Part, Token, parts_of

MOST_TOKENS = 20_000
"""Of one file; the reference's longest has about a thousand."""
MOST_PIECES = 1000
"""Of one file, each of which is parsed by itself."""
ANY = "name"
TOP = re.compile(r"^(?=[^\s#)\]}])", re.MULTILINE)
"""Where a line begins something at the outermost level."""


@dataclass(frozen=True)
class Block:
    """Tokens with the lines on which they stand. Those of `lines_only` are whole lines."""

    tokens: tuple[str, ...]
    lines: tuple[int, ...]
    lines_only: bool = False


@dataclass(frozen=True)
class _Piece:
    """A piece of a file and its first line; None for parts where it is no Python by itself."""

    first: int
    text: str
    parts: tuple[Part, ...] | None


class Reader:
    """Reads files, piece by piece: in a class many pieces are the same, and each is parsed once.

    The `given` names are the exercises', which every file has to use.
    """

    def __init__(self, given: Collection[str] = ()) -> None:
        self._given = frozenset(given)
        self._known: dict[str, tuple[Part, ...] | None] = {}

    def blocks(self, text: str) -> list[Block]:
        """The blocks of a file; of one that is too long, the first."""
        room = MOST_TOKENS
        kept = []
        for block in self._blocks(text):
            kept.append(Block(block.tokens[:room], block.lines[:room], block.lines_only))
            room -= len(kept[-1].tokens)
            if room <= 0:
                break
        return kept

    def _blocks(self, text: str) -> Iterator[Block]:
        pieces = self._pieces(text)
        names = _Names([part for piece in pieces for part in piece.parts or ()], self._given)
        others: list[tuple[str, int]] = []
        for unread, some in groupby(pieces, lambda piece: piece.parts is None):
            if unread:
                together = list(some)
                yield as_lines("".join(piece.text for piece in together), together[0].first)
                continue
            for piece in some:
                for part in piece.parts or ():
                    told = [
                        (names.told(one), line + piece.first - 1)
                        for one, line in zip(part.tokens, part.lines, strict=True)
                    ]
                    if part.definition:
                        yield _block(told)
                    else:
                        others += told
        if others:
            yield _block(others)

    def _pieces(self, text: str) -> list[_Piece]:
        """What stands at the outermost level, each by itself, or the whole file, where that is all Python."""
        pieces = [_Piece(first, part, self._parsed(part)) for first, part in _at_top(text)]
        if any(piece.parts is None for piece in pieces):
            whole = self._parsed(text)
            if whole is not None:
                return [_Piece(1, text, whole)]
        return pieces

    def _parsed(self, text: str) -> tuple[Part, ...] | None:
        if text not in self._known:
            tree = ParsedSource(text, "").tree
            self._known[text] = None if tree is None else parts_of(tree)
        return self._known[text]


def as_lines(text: str, first: int = 1) -> Block:
    """A text as a block of its lines, without comments, spaces and what is empty then."""
    told = ((number, "".join(line.partition("#")[0].split())) for number, line in enumerate(text.split("\n"), first))
    kept = [(number, line[:MOST_CHARACTERS]) for number, line in told if line]
    return Block(tuple(line for _, line in kept), tuple(number for number, _ in kept), lines_only=True)


def _at_top(text: str) -> Iterator[tuple[int, str]]:
    """Where something begins at the outermost level, with its first line; the last of many is all the rest.

    A text within quotes may look like it: then the pieces are no Python, and the whole file decides.
    """
    ends = [*(found.start() for found in islice(TOP.finditer(text), MOST_PIECES)), len(text)]
    line = 1
    for start, end in zip([0, *ends], ends, strict=False):
        part = text[start:end]
        if part:
            yield line, part
        line += part.count("\n")


def _block(told: Iterable[tuple[str, int]]) -> Block:
    tokens, lines = zip(*told, strict=True)
    return Block(tokens, lines)


class _Names:
    """What a file calls things: names of its own, and what its imports stand for."""

    def __init__(self, parts: Iterable[Part], given: frozenset[str]) -> None:
        own: set[str] = set()
        imported: dict[str, str] = {}
        for part in parts:
            own |= part.own
            imported.update(part.imported)
        self._own = own - given
        self._imported: Mapping[str, str] = {name: path for name, path in imported.items() if name not in self._own}

    def told(self, token: Token) -> str:
        """The token with names as they are compared."""
        if isinstance(token, str):
            return token
        left, *path = token
        others = [ANY if name in self._own else name for name in path]
        if left == KEYWORD:
            return sys.intern(f"{others[0]}=")
        left = ANY if left in self._own else self._imported.get(left, left)
        return sys.intern(".".join([left, *others]))
