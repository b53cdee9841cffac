"""A page for people: how it is laid out, its language, points as they are shown, and rich's blocks as text."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from grader.scoring.rounding import round_points
from grader.texts import ENGLISH, Translator, translator

if TYPE_CHECKING:  # it is slow to import, and only `page` needs it
    from rich.console import RenderableType


@dataclass(frozen=True)
class Layout:
    """`width` in columns; `footer` adds how the result was made; `quiet` leaves the tests out, `verbose` none.

    `expected` is what a platform that shows the result gives for the whole of it, None where it says nothing, and
    `hidden_until` when it shows the points of hidden tests to a student.
    """

    width: int = 80
    colour: bool = False
    footer: bool = False
    quiet: bool = False
    verbose: bool = False
    language: str = ENGLISH
    expected: Fraction | None = None
    hidden_until: str = "after_published"

    @property
    def translator(self) -> Translator:
        return translator(self.language)


PLAIN = Layout()


def points(exact: Fraction) -> str:
    """`41.5`, `34`, `0.67`: two decimals at most, rounded once from the exact fraction, a half up."""
    return f"{round_points(exact):f}".rstrip("0").rstrip(".")


def halves(score: Fraction, max_score: Fraction) -> Fraction:
    """The nearest half of a point, for a person to read; never all of the points where some are missing."""
    half = Fraction(floor(score * 2 + Fraction(1, 2)), 2)
    return score if score == max_score else max(min(half, max_score - Fraction(1, 2)), Fraction(0))


def out_of(score: Fraction, max_score: Fraction, translator: Translator) -> str:
    """`1.5 of 3`."""
    return translator.say("points", score=points(score), max_score=points(max_score))


def page(blocks: "Iterable[RenderableType]", layout: Layout) -> str:
    """The blocks as lines of at most `layout.width` columns, with colours if `layout.colour`, nothing trailing."""
    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=layout.width,
        force_terminal=layout.colour,
        color_system="standard" if layout.colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        for block in blocks:
            console.print(block)
    return "\n".join(line.rstrip() for line in capture.get().rstrip().split("\n")) + "\n"
