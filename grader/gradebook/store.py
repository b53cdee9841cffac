"""The gradebook: runs are written into it, and grades are read from it.

Nothing in it is written over. An entry is there, and lasts, when `add` returns; a process that is killed at any moment
loses what it was adding and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any, get_args

from grader.errors import UsageError
from grader.gradebook import schema
from grader.gradebook.counting import Counting, Kept
from grader.gradebook.database import PATIENCE, Database, upgrade
from grader.gradebook.decisions import Adjustment, Decision, Extension, HandedIn, TestRuling, What
from grader.gradebook.entries import Entry, RunSettings
from grader.gradebook.grades import StudentGrade
from grader.gradebook.place import find_place, make_file
from grader.gradebook.policy import NO_RULES, Policy
from grader.gradebook.reading import KeptRun, read_decisions, read_kept, read_people, read_runs
from grader.gradebook.rows import (
    people_rows,
    read_entry,
    read_result,
    section_rows,
    settings_text,
    submission_row,
    test_rows,
)
from grader.gradebook.sql import Connection, Select, delete, func, insert, select, update
from grader.inert import inert_line
from grader.intake.people import HandIn, Person
from grader.scoring import Result
from grader.scoring.shares import Together, function_of


def open_gradebook(where: str | Path, create: bool = False, patience: float = PATIENCE) -> "Gradebook":
    """The gradebook in a file or at a `postgresql://` URL, brought to the newest form.

    Raises UsageError where there is none, a foreign one or a newer one, EngineError where it cannot be used.
    `patience` is how many seconds a run waits for a server that went away.
    """
    place = find_place(where)
    make_file(place, create)
    database = Database(place, patience)
    try:
        upgrade(database, create)
    except BaseException:
        database.close()
        raise
    return Gradebook(database)


class Gradebook:
    """Runs, their entries, and what was decided on them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @property
    def name(self) -> str:
        """Where it is, for people."""
        return self._database.place.name

    @property
    def path(self) -> Path | None:
        """The file, None on a server."""
        return self._database.place.path

    # ── a run

    def begin(
        self,
        settings: RunSettings,
        source: str,
        layout: str,
        preview: bool = False,
        resume: bool = True,
        hand_ins: Iterable[HandIn] = (),
    ) -> int:
        """The number of a new run; with `resume` that of the last one, if it is the same and was not finished.

        A run that has one of the `hand_ins` under other people, such as before a roster, is not gone on with.
        From here on to `finish` or `close` no other run can begin: EngineError.
        """
        self._database.lock()
        row = {
            "settings": settings_text(settings),
            "source": inert_line(source),
            "layout": inert_line(layout),
            "preview": preview,
        }

        def begun(connection: Connection) -> int:
            last = connection.execute(select(schema.runs).order_by(schema.runs.c.id.desc()).limit(1)).mappings().first()
            same = last is not None and all(last[name] == row[name] for name in row)
            going = last is not None and resume and same and last["finished"] is None
            if last is not None and going and not _placed_otherwise(connection, last["id"], hand_ins):
                return int(last["id"])
            return _inserted(connection, schema.runs, {**row, "begun": _now()})

        try:
            return self._database.write(begun)
        except BaseException:
            self._database.unlock()
            raise

    def add(self, run: int, entry: Entry) -> None:
        """Keep an entry, in one transaction. What is there already is not added again."""
        row = submission_row(run, entry, _now())
        result = entry.result

        def added(connection: Connection) -> None:
            table = schema.submissions
            same = select(table.c.id).where(table.c.run == run, table.c.key == row["key"])
            if connection.scalar(same) is not None:  # also where a server went away after it had kept it
                return
            number = _inserted(connection, table, row)
            _insert_all(connection, schema.submission_people, people_rows(entry.people), submission=number)
            if result is not None:
                _insert_all(connection, schema.section_results, section_rows(result), submission=number)
                tests = test_rows(result)
                numbers = _numbers(connection, [test for test, _ in tests])
                rows = [{**end, "test": one} for one, (_, end) in zip(numbers, tests, strict=True)]
                _insert_all(connection, schema.test_results, rows, submission=number)

        self._database.write(added)

    def done(self, run: int) -> frozenset[tuple[str, str]]:
        """The source and the submission's hash of each entry that the run has."""
        table = schema.submissions
        rows = self._rows(select(table.c.source, table.c.hash).where(table.c.run == run))
        return frozenset((row["source"], row["hash"]) for row in rows)

    def known(self, settings: RunSettings) -> Mapping[str, Result]:
        """The complete results of all runs with these settings, by submission hash; each is read when it is asked for.

        The name and the path in them are those of whoever handed it in first.
        """
        table, run = schema.submissions, schema.runs
        wanted = (
            select(table.c.hash, func.min(table.c.id).label("number"))
            .join(run)
            .where(run.c.settings == settings_text(settings), table.c.complete)
            .group_by(table.c.hash)
        )
        return _Results(self, {row["hash"]: row["number"] for row in self._rows(wanted)})

    def finish(self, run: int, missing: Sequence[Person] = ()) -> None:
        """Note that the run is finished, and who handed nothing in. Other runs may begin."""
        table = schema.missing_people
        rows = [{name: row[name] for name in ("person", "name", "email", "group")} for row in people_rows(missing)]

        def finished(connection: Connection) -> None:
            mark = update(schema.runs).where(schema.runs.c.id == run, schema.runs.c.finished.is_(None))
            if connection.execute(mark.values(finished=_now())).rowcount:
                connection.execute(delete(table).where(table.c.run == run))
                _insert_all(connection, table, rows, run=run)

        self._database.write(finished)
        self._database.unlock()

    # ── what is there

    def runs(self) -> list[KeptRun]:
        """All runs, the first one first."""
        return self._database.read(read_runs)

    def entries(self, run: int, results: bool = True) -> list[Entry]:
        """All entries of a run, in the order of the people and then of the sources; without `results`, quickly."""
        self._require_run(run)
        table = schema.submissions

        def read(connection: Connection) -> list[Entry]:
            people = read_people(connection, table.c.run == run)
            wanted = connection.execute(select(table).where(table.c.run == run)).mappings()
            return [read_entry(row, people.get(row["id"], ()), results) for row in wanted]

        entries = self._database.read(read)
        return sorted(entries, key=lambda one: ([person.id for person in one.people], one.source, one.submission_hash))

    def history(self, person: str) -> list[tuple[KeptRun, Entry]]:
        """All that a person handed in, run by run."""
        table, people = schema.submissions, schema.submission_people

        def read(connection: Connection) -> list[tuple[KeptRun, Entry]]:
            own = table.c.id.in_(select(people.c.submission).where(people.c.person == person))
            owners = read_people(connection, own)
            runs = {one.number: one for one in read_runs(connection)}
            wanted = connection.execute(select(table).where(own).order_by(table.c.id)).mappings()
            return [(runs[row["run"]], read_entry(row, owners[row["id"]])) for row in wanted]

        return self._database.read(read)

    def grades(self, policy: Policy = NO_RULES, run: int | None = None) -> list[StudentGrade]:
        """Everybody's grades, in the order of the ids: as they count now, or as one run alone says."""
        with self._database.staying():
            return Counting(self.kept(run), policy).grades()

    def grade(self, person: str, policy: Policy = NO_RULES) -> StudentGrade:
        """One student's grades as they count now. The student is in the gradebook."""
        with self._database.staying():
            return Counting(self.kept(), policy).of(person)

    def grades_with(self, policy: Policy, *more: What) -> list[StudentGrade]:
        """The grades as they would be if these decisions were made as well; to look at before."""
        with self._database.staying():
            kept = self.kept(None)
            number = max((one.number for one in kept.decisions), default=0) + 1
            would = Decision(number, more, "", _now())
            return Counting(replace(kept, decisions=(*kept.decisions, would)), policy, strict=True).grades()

    def kept(self, run: int | None = None) -> Kept:
        """What grades follow from: of all runs but previews, or of one."""
        if run is not None:
            self._require_run(run)
        return self._database.read(lambda connection: read_kept(connection, run, self.result))

    def result(self, number: int) -> Result | None:
        """The result of a submission by its number."""
        [row] = self._rows(select(schema.submissions.c.record).where(schema.submissions.c.id == number))
        return None if row["record"] is None else read_result(row["record"])

    def tests(self) -> list[str]:
        """The functions of all tests that any result has, without what several tests give together."""
        names = {function_of(row["test"]) for row in self._rows(select(schema.tests.c.test))}
        return sorted(name for name in names if name.rpartition("::")[2] not in get_args(Together))

    # ── decisions

    def decisions(self) -> list[Decision]:
        """All decisions, also those that were undone."""
        return self._database.read(read_decisions)

    def decide(self, what: Sequence[What], why: str) -> int:
        """Keep a decision, on all of this at once; its number."""

        def decided(connection: Connection) -> int:
            number = _inserted(connection, schema.decisions, {"why": inert_line(why), "made": _now()})
            for one in what:
                connection.execute(insert(_TABLES[type(one)]).values(decision=number, **vars(one)))
            return number

        return self._database.write(decided)

    def undo(self, number: int | None = None) -> Decision:
        """Have a decision hold no longer, the last one that does where none is named. Raises UsageError."""
        holding = {one.number: one for one in self.decisions() if one.undone is None}
        if number is None and holding:
            number = max(holding)
        if number not in holding:
            raise UsageError("undo_nothing" if number is None else "undo_unknown", number=number)
        table = schema.decisions
        mark = update(table).where(table.c.id == number).values(undone=_now())
        self._database.write(lambda connection: connection.execute(mark))
        return holding[number]

    def forget(self, person: str) -> int:
        """Delete a person, and each submission that is nobody else's; the number of these."""
        people, table = schema.submission_people, schema.submissions

        def forgotten(connection: Connection) -> int:
            own = select(people.c.submission).where(people.c.person == person)
            shared = select(people.c.submission).where(people.c.person != person)
            alone = list(connection.scalars(own.where(people.c.submission.not_in(shared))))
            for part in (people, schema.section_results, schema.test_results):
                connection.execute(delete(part).where(part.c.submission.in_(alone)))
            connection.execute(delete(table).where(table.c.id.in_(alone)))
            for part in (people, schema.missing_people, schema.adjustments, schema.extensions, schema.times):
                connection.execute(delete(part).where(part.c.person == person))
            empty = [schema.decisions.c.id.not_in(select(part.c.decision)) for part in _TABLES.values()]
            connection.execute(delete(schema.decisions).where(*empty))
            return len(alone)

        number = self._database.write(forgotten)
        self._database.compact()
        return number

    # ── rows

    def _rows(self, wanted: "Select[Any]") -> list[Mapping[str, Any]]:
        return self._database.read(lambda connection: [dict(row) for row in connection.execute(wanted).mappings()])

    def _require_run(self, run: int) -> None:
        if not self._rows(select(schema.runs.c.id).where(schema.runs.c.id == run)):
            raise UsageError("run_unknown", run=run, where=self.name)


class _Results(Mapping[str, Result]):
    """Results by submission hash; each is read when it is asked for, as all at once take much memory."""

    def __init__(self, gradebook: Gradebook, numbers: Mapping[str, int]) -> None:
        self._gradebook = gradebook
        self._numbers = numbers

    def __getitem__(self, hash: str) -> Result:
        result = self._gradebook.result(self._numbers[hash])
        assert result is not None
        return result

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


_TABLES = {
    Adjustment: schema.adjustments,
    Extension: schema.extensions,
    HandedIn: schema.times,
    TestRuling: schema.rulings,
}


def _inserted(connection: Connection, table: Any, row: Mapping[str, Any]) -> int:
    """The number of a new row."""
    [number] = connection.execute(insert(table).values(row)).inserted_primary_key or [0]
    return int(number)


def _numbers(connection: Connection, tests: Sequence[Mapping[str, Any]]) -> list[int]:
    """The numbers of tests, of which each is kept once."""
    table = schema.tests
    wanted = select(table).where(table.c.section.in_({test["section"] for test in tests}))
    known = {tuple(row[1:]): row[0] for row in connection.execute(wanted)}
    new = [test for test in tests if tuple(test.values()) not in known]
    _insert_all(connection, table, new)
    if new:
        known |= {tuple(row[1:]): row[0] for row in connection.execute(wanted)}
    return [known[tuple(test.values())] for test in tests]


def _insert_all(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]], **same: int) -> None:
    if rows:
        connection.execute(insert(table), [{**row, **same} for row in rows])


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _placed_otherwise(connection: Connection, run: int, hand_ins: Iterable[HandIn]) -> bool:
    """Whether the run has one of these under other people."""
    table = schema.submissions
    people = read_people(connection, table.c.run == run)
    now = {
        (inert_line(one.source), inert_line(one.submission.hash) if one.submission else ""): _ids(one.people)
        for one in hand_ins
    }
    kept = connection.execute(select(table.c.id, table.c.source, table.c.hash).where(table.c.run == run))
    owners = [(_ids(people.get(row.id, ())), now.get((row.source, row.hash))) for row in kept]
    return any(ids is not None and ids != was for was, ids in owners)


def _ids(people: Iterable[Person]) -> frozenset[str]:
    return frozenset(inert_line(person.id) for person in people)
