"""The database under a gradebook: transactions that last, its migrations, and its errors as sentences.

Each transaction is durable when it ends: SQLite writes its journal and its file through to the disk, PostgreSQL does
so by itself. A server that goes away in the middle of a run is waited for; whatever is done again then, `store.py` does
so that it is there once.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from grader.errors import EngineError, GraderError, UsageError
from grader.gradebook.lock import FileLock, Taken, forget_in_children
from grader.gradebook.migrations import FOLDER
from grader.gradebook.place import Place
from grader.gradebook.schema import VERSION_TABLE, metadata
from grader.gradebook.sql import (
    Config,
    Connection,
    DBAPIError,
    MigrationContext,
    NullPool,
    OperationalError,
    ScriptDirectory,
    command,
    create_engine,
    event,
    inspect,
    text,
)
from grader.inert import inert_line

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds to wait for a server that went away, or for another program that holds the file."""
FIRST_WAIT, LONGEST_WAIT = 0.25, 8.0
CONNECT_SECONDS = 10
RUN_LOCK, MIGRATION_LOCK = 0x6772_6164_6501, 0x6772_6164_6502
"""Numbers of locks in PostgreSQL, which each database has for itself."""

# What SQLite and PostgreSQL say, as far as it tells errors apart; SQLite's numbers are known from Python 3.11 on alone.
ERRORS = {
    "is locked": "gradebook_locked",
    "is full": "gradebook_full",
    "No space": "gradebook_full",
    "readonly": "gradebook_readonly",
    "read-only": "gradebook_readonly",
    "unable to": "gradebook_unreadable",
    "not a database": "gradebook_foreign",
    "is malformed": "gradebook_damaged",
}


class Database:
    """Transactions on the gradebook at `place`; with a server's lock, through the connection that has it.

    Without the lock nobody waits for a server: whoever only looks wants to know at once that it is not there.
    """

    def __init__(self, place: Place, patience: float = PATIENCE) -> None:
        self.place = place
        self.patience = patience
        self._engine = create_engine(
            place.url,
            poolclass=NullPool,  # nothing is open between transactions, so nothing is inherited by a child
            hide_parameters=True,
            connect_args={"timeout": patience} if self.is_file else {"connect_timeout": CONNECT_SECONDS},
        )
        if self.is_file:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)
        self._lock: FileLock | None = None
        self._held: Connection | None = None
        self._open: Connection | None = None
        self._locked = False
        self._one = threading.RLock()

    @property
    def is_file(self) -> bool:
        return self.place.path is not None

    # ── transactions

    def read(self, work: Callable[[Connection], T]) -> T:
        return self._patiently(work, writes=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do the work in one transaction. It may be done twice, where the end of the first time is not known."""
        return self._patiently(work, writes=True)

    def _patiently(self, work: Callable[[Connection], T], writes: bool) -> T:
        started, wait = time.monotonic(), FIRST_WAIT
        with self._one:
            while True:
                try:
                    with self.explained(), self._connection() as connection:
                        return self._once(connection, work, writes)
                except (_Lost, Taken) as lost:  # the lock may be held by our own connection that broke
                    if not self._locked:
                        raise EngineError("gradebook_server_down", where=self.place.name, problem=lost) from None
                    if time.monotonic() - started + wait > self.patience:
                        id = "gradebook_in_use" if isinstance(lost, Taken) else "gradebook_server_lost"
                        raise EngineError(id, where=self.place.name, problem=lost) from None
                    time.sleep(wait)
                    wait = min(2 * wait, LONGEST_WAIT)

    @staticmethod
    def _once(connection: Connection, work: Callable[[Connection], T], writes: bool) -> T:
        connection = connection.execution_options(writes=writes)
        with connection.begin():
            return work(connection)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A connection for one transaction; on a server whose lock is ours, the one that has it."""
        if self._open is not None:
            yield self._open
            return
        if self.is_file or not self._locked:
            with self._engine.connect() as connection:
                yield connection
            return
        if self._held is None:
            self._hold()
        assert self._held is not None
        try:
            yield self._held
        except GraderError:
            raise
        except BaseException:
            self._drop()
            raise

    @contextmanager
    def staying(self) -> Iterator[None]:
        """All that is read meanwhile goes through one connection: a server takes its time for each new one."""
        if self._locked or self._open is not None:
            yield
            return
        with self._one:
            try:
                with self.explained():
                    self._open = self._engine.connect()
            except _Lost as lost:
                raise EngineError("gradebook_server_down", where=self.place.name, problem=lost) from None
            try:
                yield
            finally:
                self._open.close()
                self._open = None

    # ── one run at a time

    def lock(self) -> None:
        """Let no other run write here until `unlock`. Raises EngineError where one does."""
        if self._locked:
            return
        try:
            with self.explained():
                if self.place.path is not None:
                    self._lock = FileLock(self.place.path.resolve())
                else:
                    self._hold()
        except Taken as taken:
            id = "gradebook_in_use_by" if taken.process else "gradebook_in_use"
            raise EngineError(id, where=self.place.name, process=taken.process) from None
        except _Lost as lost:
            raise EngineError("gradebook_server_down", where=self.place.name, problem=lost) from None
        except OSError as error:
            raise EngineError("gradebook_unwritable", where=self.place.name, problem=error.strerror) from None
        self._locked = True

    def _hold(self) -> None:
        """A connection that has the lock. After the server was away somebody else may have it."""
        held = self._engine.connect()
        try:
            with held.begin():
                if not held.scalar(text(f"SELECT pg_try_advisory_lock({RUN_LOCK})")):
                    raise Taken
        except BaseException:
            held.invalidate()
            held.close()
            raise
        self._held = held
        forget_in_children(self)

    def unlock(self) -> None:
        """Let others write. A server would notice only a moment later that the connection is gone, so it is told."""
        self._locked = False
        if self._held is not None:
            with suppress(DBAPIError), self._held.begin():
                self._held.execute(text(f"SELECT pg_advisory_unlock({RUN_LOCK})"))
        self._drop()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _drop(self) -> None:
        if self._held is not None:
            self._held.invalidate()
            self._held.close()
            self._held = None

    def forget(self) -> None:
        """In a child: close its copy of the connection, without a word to the server."""
        held, self._held = self._held, None
        if held is not None:
            driver: Any = held.connection.driver_connection
            os.close(driver.fileno())

    def close(self) -> None:
        self.unlock()
        self._engine.dispose()

    def compact(self) -> None:
        """Leave nothing on the disk of what was deleted."""
        try:
            with self.explained(), self._engine.connect() as connection:
                if self.is_file:
                    driver: Any = connection.connection.driver_connection
                    driver.execute("VACUUM")
                else:
                    connection.execution_options(isolation_level="AUTOCOMMIT")
                    connection.execute(text(f"VACUUM {', '.join(metadata.tables)}"))
        except _Lost as lost:
            raise EngineError("gradebook_server_down", where=self.place.name, problem=lost) from None

    # ── errors

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Errors of the database as EngineError; a server that is not there as `_Lost`."""
        try:
            yield
        except DBAPIError as error:
            said = inert_line("; ".join(line.strip() for line in str(error.orig).strip(".?\n").splitlines()))
            if not self.is_file and _is_lost(error):
                raise _Lost(said) from None
            id = next((id for words, id in ERRORS.items() if words in said), "gradebook_failed")
            kind = UsageError if id == "gradebook_foreign" else EngineError
            raise kind(id, where=self.place.name, problem=said) from None


class _Lost(Exception):
    """The server is not there, or the connection to it broke; it says so."""


GONE = ("08", "57P")
"""Classes of PostgreSQL's codes: no connection, and a server that stops or starts."""


def _is_lost(error: DBAPIError) -> bool:
    """Whether to try again may help: the connection broke, could not be made, or the server is stopping or starting."""
    code = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or (isinstance(error, OperationalError) and (not code or code.startswith(GONE)))


def _prepare(connection: Any, record: object) -> None:
    """SQLite writes through to the disk before a transaction ends, and overwrites what is deleted."""
    connection.isolation_level = None  # transactions begin where `_begin` says so
    for pragma in ("foreign_keys = ON", "synchronous = EXTRA", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Whoever will write says so at the start: two that have read could not both go on."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# ── migrations


def upgrade(database: Database, create: bool, to: str = "head") -> None:
    """Bring the tables to the newest form. Raises UsageError where there is no gradebook, a newer or a foreign one."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    known = ScriptDirectory.from_config(config)
    if database.read(lambda connection: _is_current(connection, known, database.place, create, to)):
        return

    def migrate(connection: Connection) -> None:
        if not database.is_file:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        if not _is_current(connection, known, database.place, create, to):  # somebody else may have done it meanwhile
            config.attributes["connection"] = connection
            command.upgrade(config, to)

    database.write(migrate)


def _is_current(connection: Connection, known: ScriptDirectory, place: Place, create: bool, to: str) -> bool:
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables:
            raise UsageError("gradebook_foreign", where=place.name)
        if not create:
            raise UsageError("gradebook_empty", where=place.name)
        return False
    version = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    newest = known.get_current_head() if to == "head" else to
    if version is not None and version not in {script.revision for script in known.walk_revisions()}:
        raise UsageError("gradebook_newer", where=place.name, version=inert_line(version, 40), known=newest)
    return version == newest
