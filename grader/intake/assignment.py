"""What a platform says of an assignment in a file beside the submission: Gradescope's `submission_metadata.json`."""

import re
from fractions import Fraction
from pathlib import Path

import msgspec

FILE = "submission_metadata.json"
LARGEST = 32 * 2**20
"""Bytes; it contains the results of earlier submissions as well."""


class _Assignment(msgspec.Struct):
    total_points: str | int | float


class _Metadata(msgspec.Struct):
    assignment: _Assignment


def total_points(submission: Path) -> Fraction | None:
    """The points of the whole assignment on the platform, None where it does not say."""
    try:
        with (submission.parent / FILE).open("rb") as file:
            found = msgspec.json.decode(file.read(LARGEST), type=_Metadata)
    except (OSError, msgspec.MsgspecError):
        return None
    number = str(found.assignment.total_points)
    return Fraction(number) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", number) else None
