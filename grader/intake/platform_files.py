"""What platforms write beside the work: whose it is, and when it came. Read strictly, within bounds."""

import importlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from grader.errors import EngineError
from grader.inert import inert_line
from grader.intake.people import Person
from grader.intake.source import Unreadable

METADATA = "submission_metadata.yml"
TIMESTAMP = "timestamp.txt"
MOST_SUBMITTERS = 100
TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)? ?(Z|[A-Za-z]+|[+-]\d\d:?\d\d)?")
NOTHING = frozenset({"", "~", "null"})
GREENWICH = frozenset({"Z", "UTC", "GMT"})


class Told(NamedTuple):
    """Who handed in a folder of Gradescope's export, and when."""

    people: tuple[Person, ...]
    at: datetime | None


def gradescope_metadata(data: bytes) -> Mapping[str, Told]:
    """What `submission_metadata.yml` says of each folder. Raises Unreadable; EngineError without PyYAML."""
    try:
        yaml: Any = importlib.import_module("yaml")  # an extra: whoever grades one submission does without
    except ImportError:
        raise EngineError("need_class_extra", name="pyyaml", file=METADATA) from None

    try:
        # Texts, lists and tables are all there is: no merge keys, which grow as a tower of references says.
        document = yaml.load(data, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        raise Unreadable("metadata_damaged") from None
    if not isinstance(document, dict):
        raise Unreadable("metadata_damaged")
    return {str(name): _told(entry) for name, entry in document.items() if isinstance(entry, dict)}


def _told(entry: dict[Any, Any]) -> Told:
    submitters = _of(entry, "submitters")
    those = [one for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
    people = []
    for one in those[:MOST_SUBMITTERS]:
        name, email, number = (_text(_of(one, key)) for key in ("name", "email", "sid"))
        if key := number or email or name:
            people.append(Person(key, name, email))
    return Told(tuple(people), _parsed(_of(entry, "created_at")))


def _of(table: dict[Any, Any], key: str) -> Any:
    """The value of a key as Ruby writes it, `:created_at`, or without the colon."""
    return table.get(f":{key}", table.get(key))


def _text(value: object) -> str:
    return inert_line(value.strip()) if isinstance(value, str) and value not in NOTHING else ""


def nbgrader_time(data: bytes) -> datetime:
    """The time in `timestamp.txt`, such as `2026-10-09 21:00:00.000000 UTC`. Raises Unreadable."""
    time = _parsed(data[:200].decode("utf-8", "replace").strip())
    if time is None:
        raise Unreadable("timestamp_damaged")
    return time


def _parsed(text: object) -> datetime | None:
    """A time with its zone, by a number or Greenwich's name: another name means several zones, and none is guessed."""
    found = TIME.fullmatch(text) if isinstance(text, str) else None
    if not found or not found[4]:
        return None
    zone = timezone.utc
    if found[4] not in GREENWICH:
        if found[4][0] not in "+-":
            return None
        hours, minutes = int(found[4][1:3]), int(found[4][-2:])
        zone = timezone((1 if found[4][0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    try:
        read = datetime.fromisoformat(f"{found[1]} {found[2]}")
    except ValueError:
        return None
    return read.replace(microsecond=int((found[3] or "0").ljust(6, "0")), tzinfo=zone)
