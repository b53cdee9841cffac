"""Points for people: two decimals at most, rounded once from the exact fraction, a half up."""

from fractions import Fraction
from math import floor


def points(exact: Fraction) -> str:
    """`41.5`, `34`, `0.67`."""
    cents = floor(exact * 100 + Fraction(1, 2))
    return f"{cents / 100:.2f}".rstrip("0").rstrip(".")
