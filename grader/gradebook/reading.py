"""What is kept, read in one transaction: runs, decisions, and all that grades follow from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any

from grader.gradebook import schema
from grader.gradebook.counting import Handed, Kept
from grader.gradebook.decisions import Adjustment, Decision, Extension, HandedIn, TestRuling, What
from grader.gradebook.entries import RunSettings
from grader.gradebook.grades import State
from grader.gradebook.rows import read_person, read_settings
from grader.gradebook.sql import Connection, RowMapping, Table, func, select
from grader.intake.people import Person
from grader.scoring import Result


@dataclass(frozen=True)
class KeptRun:
    """`entries` is the number of hand-ins, `missing` of those who handed nothing in; `finished` is None until it is."""

    number: int
    settings: RunSettings
    source: str
    layout: str
    preview: bool
    begun: datetime
    finished: datetime | None
    entries: int
    missing: int


def read_runs(connection: Connection) -> list[KeptRun]:
    entries, missing = (_counts(connection, table) for table in (schema.submissions, schema.missing_people))
    return [
        KeptRun(
            number=row.id,
            settings=read_settings(row.settings),
            source=row.source,
            layout=row.layout,
            preview=row.preview,
            begun=row.begun,
            finished=row.finished,
            entries=entries.get(row.id, 0),
            missing=missing.get(row.id, 0),
        )
        for row in connection.execute(select(schema.runs).order_by(schema.runs.c.id))
    ]


def _counts(connection: Connection, table: Table) -> dict[int, int]:
    return {row[0]: row[1] for row in connection.execute(select(table.c.run, func.count()).group_by(table.c.run))}


def read_decisions(connection: Connection) -> list[Decision]:
    what = defaultdict[int, list[What]](list)
    for row in connection.execute(select(schema.adjustments)):
        what[row.decision].append(Adjustment(row.person, row.section, row.kind, row.points or Fraction(0), row.run))
    for row in connection.execute(select(schema.extensions)):
        what[row.decision].append(Extension(row.person, row.section, row.until))
    for row in connection.execute(select(schema.times)):
        what[row.decision].append(HandedIn(row.person, row.section, row.at))
    for row in connection.execute(select(schema.rulings)):
        what[row.decision].append(TestRuling(row.test, row.ruling))
    return [
        Decision(row.id, tuple(what[row.id]), row.why, row.made, row.undone)
        for row in connection.execute(select(schema.decisions).order_by(schema.decisions.c.id))
    ]


def read_people(connection: Connection, which: Any) -> dict[int, tuple[Person, ...]]:
    """The people of submissions, by the submissions' numbers."""
    people = defaultdict[int, list[Person]](list)
    table = schema.submission_people
    wanted = select(table).join(schema.submissions).where(which).order_by(table.c.submission, table.c.place)
    for row in connection.execute(wanted).mappings():
        people[row["submission"]].append(read_person(row))
    return {number: tuple(group) for number, group in people.items()}


def read_kept(connection: Connection, run: int | None, result: Callable[[int], Result | None]) -> Kept:
    """Of one run, or of all but previews; `result` reads a submission's, when it is needed."""
    runs = {one.number: one for one in read_runs(connection) if (not one.preview if run is None else one.number == run)}
    runs = {number: one for number, one in runs.items() if not _laid_out_otherwise(one, runs.values())}
    table, parts, absent = schema.submissions, schema.section_results, schema.missing_people
    counted = table.c.run.in_(list(runs))
    people: dict[str, Person] = {}
    for row in connection.execute(select(absent).where(absent.c.run.in_(list(runs))).order_by(absent.c.run)).mappings():
        people[row["person"]] = read_person(row)
    places: dict[str, int] = {}
    graded = defaultdict[int, dict[str, Fraction]](dict)
    in_run: dict[int, set[str]] = {number: set(one.settings.sections) for number, one in runs.items()}
    for row in connection.execute(select(parts, table.c.run).join(table).where(counted)).mappings():
        places[row["section"]] = row["place"]
        graded[row["submission"]][row["section"]] = row["max_points"]
        in_run[row["run"]].add(row["section"])
    owners = read_people(connection, counted)
    placed = _placed(connection, runs)
    columns = [column for column in table.c if column.name != "record"]
    handed = []
    max_points: dict[str, Fraction] = {}
    for row in connection.execute(
        select(*columns, table.c.record.is_(None).label("empty")).where(counted).order_by(table.c.id)
    ).mappings():
        own, one = owners.get(row["id"], ()), runs[row["run"]]
        if one.finished is None and placed.get((one.source, row["source"], row["hash"]), 0) > one.number:
            continue
        people.update((person.id, person) for person in own)
        max_points = {**max_points, **graded[row["id"]]} if row["complete"] else {**graded[row["id"]], **max_points}
        handed.append(
            Handed(
                number=row["id"],
                run=one.number,
                finished=one.finished is not None,
                hash=row["hash"],
                people=own,
                sections=tuple(in_run[one.number]),
                state=_state(row),
                read=partial(result, row["id"]),
                at=row["at"],
                late=row["late"],
            )
        )
    named = [section for one in runs.values() for section in one.settings.sections]
    sections = sorted(dict.fromkeys([*named, *max_points]), key=lambda id: places.get(id, len(places)))
    most = {id: max_points.get(id, Fraction(0)) for id in sections}
    return Kept(handed, people, most, read_decisions(connection))


def _laid_out_otherwise(one: KeptRun, runs: Iterable[KeptRun]) -> bool:
    """Whether a run broke off, and one that came to its end found the same source to be of another layout.

    It was a rehearsal with the wrong layout, and its people may be nobody.
    """
    return one.finished is None and any(
        later.finished is not None
        and later.number > one.number
        and later.source == one.source
        and later.layout != one.layout
        for later in runs
    )


def _placed(connection: Connection, runs: Mapping[int, KeptRun]) -> dict[tuple[str, str, str], int]:
    """Where each hand-in lay, its hash, and the last of these runs that is finished and has it.

    What such a run has says whose it is, where one before, such as a rehearsal without the roster, knew it otherwise.
    """
    table = schema.submissions
    finished = [number for number, one in runs.items() if one.finished is not None]
    rows = connection.execute(
        select(table.c.run, table.c.source, table.c.hash).where(table.c.run.in_(finished)).order_by(table.c.run)
    )
    return {(runs[row.run].source, row.source, row.hash): row.run for row in rows}


def _state(row: RowMapping) -> State:
    if row["grader_error"]:
        return "grader_error"
    if row["empty"]:
        return "unreadable"
    return "graded" if row["complete"] else "incomplete"
