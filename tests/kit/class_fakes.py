"""`grader class` with a gradebook of one table and a layout of folders, where those of the kit are not there.

`python class_fakes.py class SOURCE …` is the command; `gradebook(path)` reads what it has written.
"""

import importlib.util
import sqlite3
import sys
import types
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from grader.gradebook.entries import Entry, RunSettings
from grader.intake import read_submission
from grader.intake.people import Collection, HandIn, Person
from grader.scoring import Result, from_record, to_record
from grader.texts import Message


class FakeBook:
    """Runs and entries in one SQLite file, each a text of JSON."""

    def __init__(self, where: str | Path) -> None:
        self._base = sqlite3.connect(where)
        with self._base:
            self._base.execute("create table if not exists runs (key text, finished int, preview int)")
            self._base.execute("create table if not exists entries (run int, key text, hash text, data text)")

    def __enter__(self) -> "FakeBook":
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def begin(self, settings: RunSettings, source: str, layout: str, preview: bool = False, resume: bool = True) -> int:
        key = msgspec.json.encode([_key(settings), source]).decode()
        found = self._base.execute("select rowid from runs where key = ? and not finished", [key]).fetchall()
        if found and resume:
            return int(found[-1][0])
        with self._base:
            return int(self._base.execute("insert into runs values (?, 0, ?)", [key, preview]).lastrowid or 0)

    def add(self, run: int, entry: Entry) -> None:
        record = to_record(entry.result) if entry.result else None
        plain = {**msgspec.to_builtins(replace(entry, result=None)), "result": record}
        data = msgspec.json.encode(plain).decode()
        with self._base:
            values = [run, entry.source, entry.submission_hash, data]
            self._base.execute("insert into entries values (?, ?, ?, ?)", values)

    def done(self, run: int) -> frozenset[tuple[str, str]]:
        return frozenset(self._base.execute("select key, hash from entries where run = ?", [run]))

    def known(self, settings: RunSettings) -> dict[str, Result]:
        found = {}
        for key, data in self._base.execute("select runs.key, data from entries join runs on runs.rowid = run"):
            entry = _read(data)
            if msgspec.json.decode(key)[0] == _key(settings) and entry.result and entry.result.complete:
                found[entry.submission_hash] = entry.result
        return found

    def finish(self, run: int, missing: Iterable[Person] = ()) -> None:
        with self._base:
            self._base.execute("update runs set finished = 1 where rowid = ?", [run])

    def entries(self, run: int) -> list[Entry]:
        rows = self._base.execute("select data from entries where run = ? order by rowid", [run])
        return [_read(data) for (data,) in rows]

    def runs(self) -> list[Any]:
        rows = self._base.execute("select rowid, key, preview from runs order by rowid").fetchall()
        settings = [
            msgspec.convert(msgspec.json.decode(msgspec.json.decode(key)[0]), RunSettings) for _, key, _ in rows
        ]
        return [
            types.SimpleNamespace(number=number, preview=bool(preview), settings=each)
            for (number, _, preview), each in zip(rows, settings, strict=True)
        ]

    def grades(self, run: int | None = None) -> list[Any]:
        return list(self.entries(run or 1))


def _key(settings: RunSettings) -> str:
    return msgspec.json.encode(settings, order="deterministic").decode()


def _read(data: str) -> Entry:
    plain = msgspec.json.decode(data)
    record = plain.pop("result")
    entry = msgspec.convert({**plain, "result": None}, Entry)
    return replace(entry, result=from_record(record)) if record else entry


def collect_hand_ins(source: Path, course: Any, layout: str = "auto", roster: Any = None, sections: Any = ()) -> Any:
    """Each sub-folder is a student's."""
    hand_ins = []
    for folder in sorted(path for path in source.iterdir() if path.is_dir()):
        person = Person(folder.name, folder.name.title())
        try:
            hand_ins.append(HandIn((person,), folder.name, read_submission(folder, course)))
        except Exception as error:
            hand_ins.append(HandIn((person,), folder.name, None, error.message))  # type: ignore[attr-defined]
    return Collection("plain", Message.of("progress_class"), tuple(hand_ins))


FAKES: dict[str, dict[str, Any]] = {
    "grader.gradebook.store": {"open_gradebook": lambda where, create: FakeBook(where)},
    "grader.intake.collect": {"collect_hand_ins": collect_hand_ins},
    "grader.intake.roster": {"read_roster": lambda path: None},
    "grader.gradebook.feedback": {"write_feedback": lambda folder, grades, collection, entries: None},
    "grader.gradebook.statistics": {"class_summary": lambda grades, course: f"{len(grades)} graded\n"},
    "grader.gradebook.difference": {
        "run_difference": lambda before, after: (before, after),
        "difference_text": lambda both: f"{len(both[0])} before, {len(both[1])} after\n",
    },
}


def install() -> None:
    """Put a fake in the place of each module that is not there."""
    for name, content in FAKES.items():
        if name not in sys.modules and importlib.util.find_spec(name) is None:
            module = types.ModuleType(name)
            module.__dict__.update(content)
            sys.modules[name] = module


def entries(path: Path, run: int = 1) -> list[Entry]:
    """What a run has written."""
    install()
    from grader.gradebook.store import open_gradebook

    with open_gradebook(path, create=False) as book:
        return list(book.entries(run))


if __name__ == "__main__":
    install()
    from grader.cli import main

    main()
