"""`grading.toml`: an instructor's rules on what counts, read strictly. Students never get the file.

::

    time_zone = "Asia/Seoul"      # of all times without an offset
    counts = "latest"             # of a student's submissions: "latest" or "best"
    drop_lowest = 1               # so many sections of each student
    decimals = 2                  # of exported points; a half is rounded up

    [late]
    grace_minutes = 15            # the deadline is really this much later
    percent_a_day = 10            # for each day that has begun
    at_most = 50                  # per cent, however late
    of = "earned"                 # per cent of the points earned, or "possible": of those that there are

    [sections.s3_gradient_descent]
    due = 2026-10-09T21:00:00
    late = { percent_a_day = 0 }  # what is not named is as in [late]
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone, tzinfo
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from grader.errors import UsageError
from grader.inert import inert_line
from grader.scoring.shares import decimal

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "grading.toml"
DAY = timedelta(days=1)
Percent = Annotated[float, Meta(ge=0, le=100)]
Minutes = Annotated[float, Meta(ge=0, le=525_600)]


class LateTable(Struct, frozen=True, forbid_unknown_fields=True):
    grace_minutes: Minutes | UnsetType = UNSET
    percent_a_day: Percent | UnsetType = UNSET
    at_most: Percent | UnsetType = UNSET
    of: Literal["earned", "possible"] | UnsetType = UNSET


class SectionTable(Struct, frozen=True, forbid_unknown_fields=True):
    due: datetime | UnsetType = UNSET
    late: LateTable = LateTable()


class PolicyTable(Struct, frozen=True, forbid_unknown_fields=True):
    time_zone: str = ""
    counts: Literal["latest", "best"] = "latest"
    drop_lowest: Annotated[int, Meta(ge=0, le=100)] = 0
    decimals: Annotated[int, Meta(ge=0, le=6)] = 2
    late: LateTable = LateTable()
    sections: dict[str, SectionTable] = {}


@dataclass(frozen=True)
class Late:
    """What a late submission loses: per cent for each day that has begun after the deadline and its grace."""

    grace: timedelta = timedelta(0)
    percent_a_day: Fraction = Fraction(0)
    at_most: Fraction = Fraction(100)
    of: Literal["earned", "possible"] = "earned"

    def by(self, at: datetime, due: datetime) -> timedelta:
        """How late it is; nothing, or less, where it is in time."""
        return at.astimezone(timezone.utc) - due.astimezone(timezone.utc) - self.grace

    def days(self, at: datetime, due: datetime) -> int:
        return max(0, -(-self.by(at, due) // DAY))

    def percent(self, days: int) -> Fraction:
        return min(days * self.percent_a_day, self.at_most)

    def points(self, points: Fraction, max_points: Fraction, days: int) -> Fraction:
        """What is left of the points."""
        of = points if self.of == "earned" else max_points
        return max(points - of * self.percent(days) / 100, Fraction(0))


@dataclass(frozen=True)
class Policy:
    """The rules; by default nothing is ever late, the latest submission counts, and every section does."""

    counts: Literal["latest", "best"] = "latest"
    drop_lowest: int = 0
    decimals: int = 2
    late: Late = Late()
    due: Mapping[str, datetime] = field(default_factory=dict)
    late_of: Mapping[str, Late] = field(default_factory=dict)
    zone: tzinfo | None = None

    def late_in(self, section: str) -> Late:
        return self.late_of.get(section, self.late)

    def moment(self, at: datetime) -> datetime:
        """A time with its offset: one without is in the policy's zone, or else in UTC."""
        return at if at.tzinfo is not None else at.replace(tzinfo=self.zone or timezone.utc)


NO_RULES = Policy()


def read_policy(file: Path) -> Policy:
    """The policy in a file. Raises UsageError, which names the key."""
    shown = inert_line(str(file))
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError("policy_unreadable", file=shown, problem=error.strerror) from None
    except ValueError as error:
        raise UsageError("policy_unreadable", file=shown, problem=inert_line(str(error))) from None
    try:
        table = msgspec.convert(document, PolicyTable)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        key = where.rstrip("`").lstrip(".") or "grading"
        raise UsageError("policy_wrong", file=shown, key=inert_line(key), problem=inert_line(what)) from None
    zone = _zone(table.time_zone, shown)
    late = _late(table.late, Late())
    return Policy(
        counts=table.counts,
        drop_lowest=table.drop_lowest,
        decimals=table.decimals,
        late=late,
        due=_due(table, zone, shown),
        late_of={id: _late(section.late, late) for id, section in table.sections.items()},
        zone=zone,
    )


def _zone(name: str, file: str) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # an unknown zone is a KeyError
        raise UsageError("policy_zone", file=file, zone=inert_line(name)) from None


def _due(table: PolicyTable, zone: tzinfo | None, file: str) -> dict[str, datetime]:
    due = {id: section.due for id, section in table.sections.items() if section.due is not UNSET}
    for id, at in due.items():
        if at.tzinfo is None and zone is None:
            raise UsageError("policy_without_zone", file=file, section=inert_line(id))
    return {id: at if at.tzinfo is not None else at.replace(tzinfo=zone) for id, at in due.items()}


def _late(table: LateTable, default: Late) -> Late:
    """What the table names; the rest is as by default."""
    return Late(
        default.grace if table.grace_minutes is UNSET else timedelta(minutes=table.grace_minutes),
        default.percent_a_day if table.percent_a_day is UNSET else decimal(table.percent_a_day),
        default.at_most if table.at_most is UNSET else decimal(table.at_most),
        default.of if table.of is UNSET else table.of,
    )


def read_moment(text: str, policy: Policy) -> datetime:
    """`2026-10-12T23:59`, with an offset or in the policy's time zone; a date alone ends with its day.

    Raises UsageError. Which zone is meant is never guessed.
    """
    try:
        at = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        raise UsageError("time_wrong", text=inert_line(text, 60)) from None
    if len(text.strip()) == len("2026-10-12"):
        at = datetime.combine(at.date() + DAY, time())
    if at.tzinfo is None and policy.zone is None:
        raise UsageError("time_without_zone", text=inert_line(text, 60))
    return policy.moment(at)


def find_policy(file: Path | None, gradebook: Path | None) -> Policy:
    """The policy in `file`; without one that beside the gradebook, or else here, if there is any."""
    if file is not None:
        return read_policy(file)
    beside = [gradebook.parent / FILE] if gradebook is not None else []
    found = next((one for one in (*beside, Path(FILE)) if one.is_file()), None)
    return read_policy(found) if found else NO_RULES
