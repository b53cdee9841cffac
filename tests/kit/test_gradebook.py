"""The gradebook keeps what was graded, in a file and on a server alike, whatever happens in between."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event

from grader.cli import main
from grader.course import read_course
from grader.errors import EngineError, UsageError
from grader.failure import Failure
from grader.gradebook import schema
from grader.gradebook.database import Database, upgrade
from grader.gradebook.decisions import Adjustment, Extension, HandedIn, TestRuling
from grader.gradebook.entries import Entry, RunSettings
from grader.gradebook.place import find_place
from grader.gradebook.store import open_gradebook
from grader.intake.people import Person
from grader.scoring import score
from grader.texts import Message
from grader.verdict import Run, Status, Verdict

TABLE = """
[tool.grader]
title = "Toy"
public_share = 0.3
sections = [{id = "one", title = "One", points = 6}, {id = "two", title = "Two", points = 4}]
"""
SETTINGS = RunSettings("Toy", "suite", ("one", "two"), ("public", "hidden"), 0, 60.0, "sandbox", {"python": "3.11"})
ANNA, BEN, CHO = Person("1", "Anna", "anna@example.edu"), Person("2", "Ben", group="red"), Person("3", "조수아")
AT = datetime(2026, 10, 9, 21, 0, tzinfo=timezone(timedelta(hours=9)))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "pyproject.toml").write_text(TABLE)
    return read_course(root)


@pytest.fixture(scope="module")
def graded(course):
    """A result in which these tests are wrong."""

    def make(content, *wrong, sections=("one", "two"), interrupted=False):
        names = [f"{kind}/{id}::{name}" for id in sections for kind, name in (("public", "a"), ("hidden", "b"))]
        names += [f"hidden/{id}::c" for id in sections]
        verdicts = tuple(
            Verdict(
                name, name.split("/")[1].split(":")[0], "f", "a title", name.partition("/")[0], 1.0,
                Status.FAILED if name in wrong else Status.PASSED,
                Failure("asserted", says="no") if name in wrong else None,
            )
            for name in names
        )  # fmt: skip
        run = Run("anna", content, "suite", 0, "sandbox", verdicts, {"python": "3.11"}, interrupted=interrupted)
        return score(run, course, sections=sections)

    return make


@pytest.fixture(params=["file", "server"])
def where(request, tmp_path):
    """Where a gradebook can be."""
    if request.param == "file":
        return str(tmp_path / "gradebook.db")
    return request.getfixturevalue("postgres").database()


@pytest.fixture
def entries(graded):
    return [
        Entry((ANNA,), "1_anna/one.py", "aaa", graded("aaa", "hidden/one::b"), at=AT),
        Entry((BEN, CHO), "red/one.py", "bbb", problem=Message.of("file_nul", file="one.py"), late=True),
        Entry((CHO,), "조수아.zip", "ccc", grader_error="it broke", remarks=(Message.of("file_nul", file="x"),)),
    ]


def kept(gradebook, entries, **options):
    run = gradebook.begin(options.pop("settings", SETTINGS), "class.zip", "canvas", **options)
    for entry in entries:
        gradebook.add(run, entry)
    return run


# What is kept


def test_entries_are_read_as_they_were_written(where, entries):
    with open_gradebook(where, create=True) as gradebook:
        run = kept(gradebook, entries)
        gradebook.finish(run)
    with open_gradebook(where) as gradebook:
        assert gradebook.entries(run) == entries
        assert gradebook.done(run) == {(entry.source, entry.submission_hash) for entry in entries}
        [told] = gradebook.runs()
        assert (told.settings, told.source, told.layout, told.entries) == (SETTINGS, "class.zip", "canvas", 3)


def test_an_entry_that_is_there_is_not_added_again(where, entries):
    with open_gradebook(where, create=True) as gradebook:
        run = kept(gradebook, [*entries, *entries])
        twin = replace(entries[0], people=(BEN,))  # somebody else, from a place of the same name
        gradebook.add(run, twin)
        assert sorted(len(entry.people) for entry in gradebook.entries(run)) == [1, 1, 1, 2]


def test_results_are_there_by_section_and_by_test(where, entries):
    with open_gradebook(where, create=True) as gradebook:
        kept(gradebook, entries)
        read = gradebook._database.read
        sections = read(lambda connection: connection.execute(schema.section_results.select()).all())
        joined = schema.test_results.join(schema.tests).select()
        tests = read(lambda connection: connection.execute(joined).mappings().all())
    result = entries[0].result
    assert [(row.section, row.points) for row in sections] == [(one.id, one.score) for one in result.sections]
    assert {row[schema.tests.c.test]: (row["status"], row["max_points"]) for row in tests} == {
        test.id: (test.status.value, test.max_score) for section in result.sections for test in section.tests
    }


def test_a_run_that_was_not_finished_goes_on_and_one_that_was_is_followed_by_another(where, entries):
    with open_gradebook(where, create=True) as gradebook:
        first = kept(gradebook, entries[:1])
    with open_gradebook(where) as gradebook:
        assert gradebook.begin(SETTINGS, "class.zip", "canvas") == first
        assert gradebook.begin(SETTINGS, "class.zip", "canvas", resume=False) == first + 1
        assert gradebook.begin(SETTINGS, "other.zip", "canvas") == first + 2
        assert gradebook.begin(replace(SETTINGS, seed=1), "other.zip", "canvas") == first + 3
        assert gradebook.begin(replace(SETTINGS, seed=1), "other.zip", "canvas", preview=True) == first + 4
        gradebook.finish(first + 4)
        assert gradebook.begin(replace(SETTINGS, seed=1), "other.zip", "canvas", preview=True) == first + 5


def test_complete_results_of_the_same_settings_are_known(where, entries, graded):
    with open_gradebook(where, create=True) as gradebook:
        half = Entry((BEN,), "half", "half", graded("half", interrupted=True))
        gradebook.finish(kept(gradebook, [*entries, half]))
        known = gradebook.known(SETTINGS)
        assert dict(known) == {"aaa": entries[0].result}
        assert "bbb" not in known
        assert dict(gradebook.known(replace(SETTINGS, suite="changed"))) == {}


def test_whoever_is_forgotten_leaves_nothing_and_takes_nothing_of_others(where, entries, tmp_path):
    with open_gradebook(where, create=True) as gradebook:
        run = kept(gradebook, entries)
        gradebook.finish(run, [ANNA])
        gradebook.decide([Adjustment("1", "one", "set", Fraction(3))], "Anna asked")
        gradebook.decide([Extension("1", "one", AT), Extension("2", "one", AT)], "a flood")
        gradebook.decide([HandedIn("1", "one", AT)], "times.csv")
        assert gradebook.forget("1") == 1
        assert gradebook.forget("3") == 1
        assert [(entry.source, entry.people) for entry in gradebook.entries(run)] == [("red/one.py", (BEN,))]
        assert [grade.person for grade in gradebook.grades()] == [BEN]
        [decision] = gradebook.decisions()
        assert decision.what == (Extension("2", "one", AT),)
    if not where.startswith("postgresql"):
        assert b"anna" not in Path(where).read_bytes().lower()


def test_names_of_others_are_inert(where, graded):
    odd = Person("1\n2", "a\x1b[31m\u202eb", "\x00", "::error::")
    entry = Entry((odd,), "dir\n\x00/\udc80", "aaa", graded("aaa"), grader_error="\x1b[2J")
    with open_gradebook(where, create=True) as gradebook:
        run = kept(gradebook, [entry])
        [read] = gradebook.entries(run)
    told = [*vars(read.people[0]).values(), read.source, read.grader_error]
    assert told == [r"1\n2", r"a\x1b[31m\u202eb", r"\x00", ": :error::", r"dir\n\x00/\udc80", r"\x1b[2J"]


def test_a_file_is_for_its_owner_alone(tmp_path, entries):
    with open_gradebook(tmp_path / "gradebook.db", create=True) as gradebook:
        run = gradebook.begin(SETTINGS, "class.zip", "canvas")
        gradebook.add(run, entries[0])
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"gradebook.db": 0o600, ".gradebook.db.lock": 0o600}
    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.db"]


def test_a_link_leads_to_one_gradebook_with_one_lock(tmp_path):
    (tmp_path / "link.db").symlink_to(tmp_path / "gradebook.db")
    with (
        open_gradebook(tmp_path / "link.db", create=True) as first,
        open_gradebook(tmp_path / "gradebook.db") as second,
    ):
        assert stat.S_IMODE((tmp_path / "gradebook.db").stat().st_mode) == 0o600
        first.begin(SETTINGS, "class.zip", "canvas")
        with pytest.raises(EngineError, match="another run is writing"):
            second.begin(SETTINGS, "class.zip", "canvas")


# Decisions


def test_a_decision_holds_until_it_is_undone_and_stays_in_the_history(where):
    with open_gradebook(where, create=True) as gradebook:
        first = gradebook.decide([Adjustment("1", "one", "add", Fraction(-1, 3))], "why not")
        second = gradebook.decide([TestRuling("hidden/one::b", "dropped")], "unclear")
        assert gradebook.undo().number == second
        assert gradebook.undo(first).what == (Adjustment("1", "one", "add", Fraction(-1, 3)),)
        assert [one.undone is None for one in gradebook.decisions()] == [False, False]
        with pytest.raises(UsageError, match="no decision 1 holds"):
            gradebook.undo(first)
        with pytest.raises(UsageError, match="nothing to undo"):
            gradebook.undo()


# Migrations


def first_version(where):
    database = Database(find_place(where))
    upgrade(database, create=True, to="0001")
    return database


def test_a_gradebook_of_the_first_version_is_brought_to_the_newest(where):
    database = first_version(where)
    row = {"settings": "{}", "source": "s", "layout": "l", "preview": False, "begun": AT}
    database.write(lambda connection: connection.execute(schema.runs.insert(), row))
    database.close()
    with open_gradebook(where) as gradebook:
        assert gradebook.decide([TestRuling("hidden/one::b", "given")], "late in the term") == 1
        count = gradebook._database.read(lambda connection: connection.execute(schema.runs.select()).all())
        assert [row.source for row in count] == ["s"]


def test_the_migrations_make_the_tables_of_the_schema(where):
    with open_gradebook(where, create=True) as gradebook:

        def differences(connection):
            context = MigrationContext.configure(
                connection, opts={"version_table": schema.VERSION_TABLE, "compare_type": True}
            )
            return compare_metadata(context, schema.metadata)

        assert gradebook._database.read(differences) == []


def test_a_newer_gradebook_is_refused(where):
    database = first_version(where)
    table = schema.VERSION_TABLE
    database.write(lambda connection: connection.exec_driver_sql(f"UPDATE {table} SET version_num = '0999'"))
    database.close()
    with pytest.raises(UsageError, match="written by a newer grader: it has version 0999, and this grader knows 0002"):
        open_gradebook(where)


def test_a_foreign_database_is_refused(where):
    database = Database(find_place(where))
    database.write(lambda connection: connection.exec_driver_sql("CREATE TABLE guests (name TEXT)"))
    database.close()
    for create in (False, True):
        with pytest.raises(UsageError, match="is not a gradebook"):
            open_gradebook(where, create=create)


def test_two_that_make_a_gradebook_at_once_make_one(where):
    failures = []

    def make():
        try:
            open_gradebook(where, create=True).close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "there is no gradebook"),
        (b"", "is empty"),
        (b"PK\x03\x04" * 400, "is not a gradebook"),
        (b"a,b\n1,2\n", "is not a gradebook"),
    ],
)
def test_what_is_no_gradebook_is_refused_and_left_as_it_is(tmp_path, text, words):
    path = tmp_path / "gradebook.db"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(UsageError, match=words):
        open_gradebook(path)
    assert (path.read_bytes() if path.exists() else None) == text


def test_a_folder_is_no_gradebook_and_none_is_made_where_there_is_no_folder(tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        open_gradebook(tmp_path, create=True)
    with pytest.raises(UsageError, match="does not exist"):
        open_gradebook(tmp_path / "nowhere" / "g.db", create=True)


# Whatever happens


def test_a_second_run_at_once_is_refused(where, entries):
    with open_gradebook(where, create=True) as first, open_gradebook(where) as second:
        run = kept(first, entries[:1])
        with pytest.raises(EngineError, match="another run is writing"):
            second.begin(SETTINGS, "class.zip", "canvas")
        assert len(second.entries(run)) == 1  # looking is free
        second.decide([TestRuling("hidden/one::b", "given")], "and so is deciding")
        first.add(run, entries[1])
        first.finish(run)
        assert second.begin(SETTINGS, "class.zip", "canvas") == run + 1


KILLED = """
import os, sys, time
from grader.gradebook.store import open_gradebook
from grader.gradebook.entries import Entry, RunSettings
from grader.intake.people import Person

where, child = sys.argv[1:]
gradebook = open_gradebook(where, create=True)
run = gradebook.begin(RunSettings("Toy", "s", ("one",), ("public",), 0, 1.0, "sandbox"), "class", "plain")
if child == "child" and os.fork() == 0:
    os.close(1)
    time.sleep(60)  # lives on, with all that it inherited
    os._exit(0)
for number in range(10_000):
    gradebook.add(run, Entry((Person(str(number)),), f"{number}.py", str(number)))
    print(number, flush=True)
"""


@pytest.mark.parametrize("child", ["child", "alone"])
@pytest.mark.parametrize("moment", [1, 7, 20])
def test_a_run_that_is_killed_has_all_that_was_added_and_goes_on(where, child, moment):
    command = [sys.executable, "-c", KILLED, where, child]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        for _ in range(moment):
            assert process.stdout is not None
            added = int(process.stdout.readline())
        process.kill()
        added = max([added, *map(int, process.stdout.read().split())])
        process.wait()
        settings = RunSettings("Toy", "s", ("one",), ("public",), 0, 1.0, "sandbox")
        deadline = time.monotonic() + 20
        with open_gradebook(where) as gradebook:
            while True:
                try:  # a server notices a moment later that a process is gone
                    run = gradebook.begin(settings, "class", "plain")
                    break
                except EngineError:
                    assert time.monotonic() < deadline
                    time.sleep(0.1)
            numbers = {int(source.removesuffix(".py")) for source, _ in gradebook.done(run)}
            assert numbers in (set(range(added + 1)), set(range(added + 2)))
            assert gradebook.runs()[-1].number == run == 1
    finally:
        os.killpg(process.pid, signal.SIGKILL) if child == "child" else None


def test_a_gradebook_that_another_program_holds_is_waited_for_and_then_refused(tmp_path):
    path = tmp_path / "gradebook.db"
    open_gradebook(path, create=True).close()
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(EngineError, match="another program holds the gradebook"):
        open_gradebook(path, patience=0.2)
    threading.Timer(0.5, lambda: holder.execute("COMMIT")).start()
    with open_gradebook(path, patience=30) as gradebook:
        assert gradebook.runs() == []
    holder.close()


def add_many(gradebook, run, entry):
    for number in range(1000):
        gradebook.add(run, replace(entry, source=f"{number}"))


def test_a_full_disk_loses_nothing_that_was_added(tmp_path, entries):
    with open_gradebook(tmp_path / "gradebook.db", create=True) as gradebook:
        run = kept(gradebook, entries[:1])
        pages = gradebook._database.read(lambda connection: connection.exec_driver_sql("PRAGMA page_count").scalar())
        engine = gradebook._database._engine

        def small(connection, record):
            connection.execute(f"PRAGMA max_page_count = {pages}")

        event.listen(engine, "connect", small)
        with pytest.raises(EngineError, match=r"no space left.*All that was added before is in it"):
            add_many(gradebook, run, entries[0])
        event.remove(engine, "connect", small)
        before = len(gradebook.entries(run))
        gradebook.add(run, entries[1])
        assert len(gradebook.entries(run)) == before + 1


READONLY = """
import sys
from grader.errors import EngineError
from grader.gradebook.store import open_gradebook
from grader.gradebook.decisions import TestRuling

with open_gradebook(sys.argv[1]) as gradebook:
    print(len(gradebook.runs()))
    try:
        gradebook.decide([TestRuling("hidden/one::b", "given")], "why")
    except EngineError as error:
        print(error)
    try:
        gradebook.begin(gradebook.runs()[0].settings, "class.zip", "canvas")
    except EngineError as error:
        print(error)
"""


@pytest.fixture
def readable():
    """A folder that anybody may read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_gradebook_that_is_read_only_can_be_looked_at(readable, entries):
    path = readable / "gradebook.db"
    with open_gradebook(path, create=True) as gradebook:
        gradebook.finish(kept(gradebook, entries))
    path.chmod(0o444)
    readable.chmod(0o555)
    nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    command = [sys.executable, "-c", READONLY, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **nobody)
    except PermissionError:
        pytest.skip("needs a Python that others may run as well")
    finally:
        readable.chmod(0o755)
    assert done.stderr == ""
    runs, *said = done.stdout.splitlines()
    assert runs == "1"
    assert ["cannot be written to" in line for line in said] == [True, True]


def test_a_server_that_is_down_is_said_at_once_and_without_the_password(postgres):
    where = postgres.database()
    for url, words in [
        (where.replace(str(postgres.port), "1"), "does not answer"),
        (where.replace("grader:", "nobody:"), "does not answer"),
        (where + "_not_there", "does not answer"),
    ]:
        began = time.monotonic()
        with pytest.raises(EngineError, match=words) as raised:
            open_gradebook(url)
        assert time.monotonic() - began < 10
        assert "s3cret" not in str(raised.value)
        assert "word" not in str(raised.value).replace("password", "")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://grader:s3cret@word@127.0.0.1/x",
        "postgresql://grader:pw@127.0.0.1:s3cret/x",
        "mysql://grader:s3cret@127.0.0.1/x",
        "sqlite://",
        "postgresql:///x?password=s3cret&port=1&host=127.0.0.1",
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_being_shown(url):
    with pytest.raises((UsageError, EngineError)) as raised:
        open_gradebook(url)
    assert "s3cret" not in str(raised.value)
    assert "word@" not in str(raised.value)


def test_a_server_that_is_killed_in_the_middle_of_a_run_is_waited_for(postgres, entries):
    where = postgres.database()
    with open_gradebook(where, create=True, patience=60) as gradebook:
        run = kept(gradebook, entries[:1])
        postgres.kill()
        again = threading.Timer(1.0, postgres.start)
        again.start()
        gradebook.add(run, entries[1])
        again.join()
        with open_gradebook(where) as other, pytest.raises(EngineError, match="another run is writing"):
            other.begin(SETTINGS, "class.zip", "canvas")  # the lock is there again as well
        gradebook.add(run, entries[2])
        assert gradebook.entries(run) == entries
        gradebook.finish(run)


def test_a_server_that_does_not_come_back_costs_nothing_that_was_added(postgres, entries):
    where = postgres.database()
    with open_gradebook(where, create=True, patience=0.6) as gradebook:
        run = kept(gradebook, entries[:2])
        postgres.kill()
        with pytest.raises(EngineError, match=r"did not come back.*run the same command again to grade the rest"):
            gradebook.add(run, entries[2])
    postgres.start()
    with open_gradebook(where) as gradebook:
        assert gradebook.begin(SETTINGS, "class.zip", "canvas") == run
        assert len(gradebook.done(run)) == 2


def test_the_commands_work_on_a_server_whose_url_is_in_the_environment(where, entries, monkeypatch, capsys):
    with open_gradebook(where, create=True) as gradebook:
        gradebook.finish(kept(gradebook, entries))
    monkeypatch.setenv("GRADER_GRADEBOOK", where)
    lines = {
        "adjust 1 -s one --points 5 --why x": "Decision 1: 1 has 5 in one.",
        "show": "9 of 10",
        "student 1": "points set: x",
        "drop-test hidden/one::b --why x --yes": "no longer counts",
        "undo": "Decision 2 no longer holds",
        "runs": "canvas",
        "forget 1 --yes": "1 was deleted",
    }
    for line, words in lines.items():
        with pytest.raises(SystemExit) as end:
            main(["gradebook", *line.split()])
        said = capsys.readouterr().out
        assert (end.value.code, words in said) == (0, True), said


def test_a_student_who_checks_needs_no_database(tmp_path):
    """Without the extra one sentence says what to install; and the command starts without it."""
    code = textwrap.dedent("""
        import sys
        sys.modules["sqlalchemy"] = None
        from grader.cli import main
        main(sys.argv[1:])
    """)
    commands = {"--version": 0, "gradebook": 3}
    for command, status in commands.items():
        arguments = [command, "show"] if command == "gradebook" else [command]
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == status, done.stderr
    assert done.stderr.startswith("grader: the gradebook needs sqlalchemy, which is not installed. Run: pip install")
