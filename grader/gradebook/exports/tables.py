"""A table of our own as CSV: made for spreadsheets, which take text for formulas and UTF-8 for something else."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from grader.scoring.rounding import round_points

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula, in its full-width forms as well."""


WITHIN = re.compile(rf"(;)(?={FORMULA.pattern})")
"""Where a new cell begins for a spreadsheet in a country that writes `1,5`."""


PLAIN = re.compile(r"[+-]?[\w.-]*")
"""An id without anything that could call a function."""


def harmless(text: str) -> str:
    """A text that no spreadsheet computes. For what people wrote; a grade has to stay what it is."""
    text = WITHIN.sub(r"\1'", text)
    return f"'{text}" if FORMULA.match(text) else text


def harmless_id(text: str) -> str:
    """An id as it is, so that it can be matched: unless no id looks so, and it is the name that somebody chose."""
    return text if PLAIN.fullmatch(text) else harmless(text)


def number(points: Fraction | None, places: int) -> Decimal | str:
    """The rounded points, nothing where there are none."""
    return "" if points is None else round_points(points, places)


def csv_bytes(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The rows with a byte order mark if they need one: Excel takes what is not ASCII for another encoding."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row] for row in rows)
    text = file.getvalue()
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")
