"""The tables of a gradebook, as they are after the last migration; the same in SQLite and in PostgreSQL.

Rows are added, and nothing is written over: a regrade is a new run, and what is decided anew is a new decision. Only
marks are set later, once each: that a run is finished, and that a decision is undone. Points are exact fractions as
text, times are ISO 8601 with their offset.
"""

from datetime import datetime
from fractions import Fraction
from typing import Any

from grader.gradebook.sql import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

VERSION_TABLE = "gradebook_version"
"""Where the number of the last migration stands; by its name a gradebook is known."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Exact(TypeDecorator[Fraction]):
    """A fraction, such as 8/3, kept as text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)


class Moment(TypeDecorator[datetime]):
    """A time with its offset, kept as text: SQLite knows no time zones."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData(naming_convention=NAMES)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("settings", Text, nullable=False),  # as JSON with sorted keys: the same settings are the same text
    Column("source", Text, nullable=False),
    Column("layout", Text, nullable=False),
    Column("preview", Boolean, nullable=False),
    Column("begun", Moment, nullable=False),
    Column("finished", Moment),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("runs.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("key", Text, nullable=False),  # of the hand-in: its source, its content and its people
    Column("record", LargeBinary),  # the result as JSON, compressed by zlib
    Column("complete", Boolean, nullable=False),
    Column("problem", Text),
    Column("grader_error", Text, nullable=False),
    Column("at", Moment),
    Column("late", Boolean, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("added", Moment, nullable=False),
    UniqueConstraint("run", "key"),
    Index(None, "hash"),
)

submission_people = Table(
    "submission_people",
    metadata,
    Column("submission", ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("group", Text, nullable=False),
    Index(None, "person"),
)

missing_people = Table(
    "missing_people",
    metadata,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("group", Text, nullable=False),
    Index(None, "person"),
)

section_results = Table(
    "section_results",
    metadata,
    Column("submission", ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("place", Integer, nullable=False),  # in the course
    Column("points", Exact, nullable=False),
    Column("max_points", Exact, nullable=False),
    Column("rounded", Float, nullable=False),
)

tests = Table(
    "tests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("test", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("exercise", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    UniqueConstraint("test", "section", "exercise", "visibility"),
)

test_results = Table(
    "test_results",
    metadata,
    Column("submission", ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True),
    Column("test", ForeignKey("tests.id"), primary_key=True),
    Column("status", Text, nullable=False),
    Column("points", Exact, nullable=False),
    Column("max_points", Exact, nullable=False),
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("why", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("undone", Moment),
)
"""What an instructor decided, numbered all together, so that each can be named and undone. What it was stands below."""

adjustments = Table(
    "adjustments",
    metadata,
    Column("decision", ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("section", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # set, add, exempt, choose
    Column("points", Exact),
    Column("run", ForeignKey("runs.id")),
    Index(None, "person"),
)

extensions = Table(
    "extensions",
    metadata,
    Column("decision", ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("section", Text, primary_key=True),
    Column("until", Moment, nullable=False),
    Index(None, "person"),
)

times = Table(
    "times",
    metadata,
    Column("decision", ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("section", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Index(None, "person"),
)

rulings = Table(
    "rulings",
    metadata,
    Column("decision", ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True),
    Column("test", Text, primary_key=True),
    Column("ruling", Text, nullable=False),  # dropped, given
)
