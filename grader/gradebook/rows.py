"""Entries and settings as rows of the tables, and back. All that comes from hand-ins is made inert on the way in."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import msgspec

from grader.gradebook.entries import Entry, RunSettings
from grader.gradebook.sql import RowMapping
from grader.inert import inert, inert_line
from grader.intake.people import Person
from grader.scoring import Result, from_record, to_record
from grader.texts import MESSAGES, Message

Row = dict[str, Any]
FAST = 1


def settings_text(settings: RunSettings) -> str:
    """The settings as JSON, the same text for the same settings."""
    return json.dumps({**asdict(settings), "versions": dict(settings.versions)}, sort_keys=True)


def read_settings(text: str) -> RunSettings:
    return msgspec.json.decode(text, type=RunSettings)


def submission_row(run: int, entry: Entry, now: datetime) -> Row:
    result = entry.result
    return {
        "run": run,
        "source": inert_line(entry.source),
        "hash": inert_line(entry.submission_hash),
        "key": _key(entry),
        "record": None if result is None else _record(result),
        "complete": result is not None and result.complete and not result.interrupted,
        "problem": None if entry.problem is None else _message_text([entry.problem]),
        "grader_error": inert(entry.grader_error),
        "at": entry.at,
        "late": entry.late,
        "remarks": _message_text(entry.remarks),
        "added": now,
    }


def _key(entry: Entry) -> str:
    """What makes a hand-in one of its own in a run."""
    parts = [entry.source, entry.submission_hash, *sorted(person.id for person in entry.people)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def people_rows(people: Iterable[Person]) -> list[Row]:
    """Each person once; `place` keeps their order."""
    unique = {inert_line(person.id): person for person in people}
    return [
        {
            "person": id,
            "place": place,
            "name": inert_line(person.name),
            "email": inert_line(person.email),
            "group": inert_line(person.group),
        }
        for place, (id, person) in enumerate(unique.items())
    ]


def section_rows(result: Result) -> list[Row]:
    return [
        {
            "section": section.id,
            "place": section.split.place if section.split else place,
            "points": section.score,
            "max_points": section.max_score,
            "rounded": float(section.score),
        }
        for place, section in enumerate(result.sections)
    ]


def test_rows(result: Result) -> list[tuple[Row, Row]]:
    """Each test, and how it ended."""
    return [
        (
            {
                "test": test.id,
                "section": section.id,
                "exercise": test.exercise,
                "visibility": test.visibility,
            },
            {
                "status": test.status.value,
                "points": test.score,
                "max_points": test.max_score,
            },
        )
        for section in result.sections
        for test in section.tests
    ]


def read_person(row: RowMapping) -> Person:
    return Person(row["person"], row["name"], row["email"], row["group"])


def _record(result: Result) -> bytes:
    """The record, smaller by a factor of ten: it repeats itself."""
    return zlib.compress(msgspec.json.encode(to_record(result)), FAST)


def read_result(record: bytes) -> Result:
    return from_record(msgspec.json.decode(zlib.decompress(record)))


def read_entry(row: RowMapping, people: tuple[Person, ...], results: bool = True) -> Entry:
    """An entry, with its result unless nobody looks at it: reading that takes 9 ms."""
    return Entry(
        people=people,
        source=row["source"],
        submission_hash=row["hash"],
        result=read_result(row["record"]) if results and row["record"] is not None else None,
        problem=None if row["problem"] is None else read_messages(row["problem"])[0],
        grader_error=row["grader_error"],
        at=row["at"],
        late=row["late"],
        remarks=read_messages(row["remarks"]),
    )


def _message_text(messages: Iterable[Message]) -> str:
    return json.dumps([[message.id, _tame(dict(message.values))] for message in messages])


def _tame(values: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    return {name: inert(value) if isinstance(value, str) else value for name, value in values.items()}


def read_messages(text: str) -> tuple[Message, ...]:
    """A sentence that another version had and that is no more says so."""
    told = (Message.of(id, **values) for id, values in json.loads(text))
    return tuple(one if one.id in MESSAGES else Message.of("gradebook_old_sentence", id=one.id) for one in told)
