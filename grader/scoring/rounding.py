"""How points become a decimal number, wherever one leaves the grader: once, from the exact fraction, a half up."""

from decimal import Decimal
from fractions import Fraction
from math import floor

PLACES = 2


def round_points(exact: Fraction, places: int = PLACES) -> Decimal:
    """`41.50` of 83/2; `2.68` of 2.675, which a float would make 2.67."""
    return Decimal(floor(exact * 10**places + Fraction(1, 2))).scaleb(-places)
