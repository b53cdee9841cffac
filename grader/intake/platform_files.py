"""What platforms write beside the work: whose it is, and when it came. Read strictly, within bounds."""

import importlib
import re
from collections.abc import Iterator, Mapping
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
WANTED = frozenset({":submitters", ":created_at", "submitters", "created_at"})
"""Keys as Ruby writes them, and without the colon."""
DEEPEST = 4
END = object()
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
        reader = _Reader(yaml.parse(data, getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
        return {name: _told(entry) for name, entry in reader.entries()}
    except (yaml.YAMLError, RecursionError, ValueError):
        raise Unreadable("metadata_damaged") from None


class _Reader:
    """Reads event by event what is wanted, and nothing of the results of tests, which are nearly all of the file.

    Texts, lists and tables are all there is: a reference to another place stands for nothing.
    """

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events

    def entries(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The keys of the table at the top, each with what is wanted of its own table."""
        if [self._next()[0] for _ in range(3)] != ["StreamStart", "DocumentStart", "MappingStart"]:
            raise Unreadable("metadata_damaged")
        for name in self._keys():
            kind, _ = self._next()
            found = {}
            for key in self._keys() if kind == "MappingStart" else ():
                if key in WANTED:
                    found[key.lstrip(":")] = self._value(DEEPEST)
                else:
                    self._skip()
            if kind == "MappingStart":
                yield name, found
            elif kind == "SequenceStart":
                self._skip(1)

    def _next(self) -> tuple[str, str]:
        """The kind of the next event, and its text if it has one."""
        event = next(self._events, None)
        return type(event).__name__.removesuffix("Event"), getattr(event, "value", "")

    def _keys(self) -> Iterator[str]:
        """The keys of a table that has begun, up to its end; whoever gets one reads the value."""
        while (event := self._next())[0] != "MappingEnd":
            if event[0] != "Scalar":
                raise Unreadable("metadata_damaged")
            yield event[1]

    def _value(self, depth: int) -> Any:
        kind, text = self._next()
        if kind == "MappingStart" and depth:
            return {key.lstrip(":"): self._value(depth - 1) for key in self._keys()}
        if kind == "SequenceStart" and depth:
            return self._list(depth)
        if kind not in ("Scalar", "Alias", "SequenceEnd"):
            raise Unreadable("metadata_damaged")
        return text if kind == "Scalar" else END if kind == "SequenceEnd" else None

    def _list(self, depth: int) -> list[Any]:
        found = []
        while (value := self._value(depth - 1)) is not END:
            found.append(value)
        return found

    def _skip(self, depth: int = 0) -> None:
        """One value, or what is left of one that has begun."""
        while True:
            kind, _ = self._next()
            depth += kind.endswith("Start") - kind.endswith("End")
            if depth <= 0 or kind == "NoneType":
                return


def _told(entry: dict[str, Any]) -> Told:
    submitters = entry.get("submitters")
    those = [one for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
    people = []
    for one in those[:MOST_SUBMITTERS]:
        name, email, number = (_text(one.get(key)) for key in ("name", "email", "sid"))
        if key := number or email or name:
            people.append(Person(key, name, email))
    return Told(tuple(people), _parsed(entry.get("created_at")))


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
