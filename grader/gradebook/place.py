"""Where a gradebook is: a file, or a database on a PostgreSQL server. Its name for people has no password in it."""

import os
from dataclasses import dataclass
from pathlib import Path

from grader.errors import EngineError, UsageError
from grader.gradebook.sql import URL, ArgumentError, make_url
from grader.inert import inert_line

SERVERS = ("postgresql", "postgres", "postgresql+psycopg")
FILES = ("sqlite", "sqlite+pysqlite")
MODE = 0o600


@dataclass(frozen=True)
class Place:
    """`name` is for people; `path` is the file, None on a server."""

    url: URL
    name: str
    path: Path | None = None


def find_place(where: str | Path) -> Place:
    """The place that a path or a URL names. Raises UsageError for a URL that cannot be read, without showing it."""
    if isinstance(where, Path) or "://" not in where:
        return _file(Path(where))
    scheme = where.partition("://")[0].lower()
    if scheme not in (*SERVERS, *FILES):
        raise UsageError("gradebook_url_scheme", scheme=inert_line(scheme, 40))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise UsageError("gradebook_url_wrong") from None
    if scheme in FILES:
        if not url.database or url.database == ":memory:":
            raise UsageError("gradebook_url_wrong")
        return _file(Path(url.database))
    if "@" in (url.host or ""):  # the rest of a password that has one in it
        raise UsageError("gradebook_url_wrong")
    return _server(url)


def _file(path: Path) -> Place:
    url = URL.create("sqlite+pysqlite", database=str(path))
    return Place(url, inert_line(str(path)), path)


def _server(url: URL) -> Place:
    try:
        import psycopg as psycopg
    except ImportError:
        raise EngineError("gradebook_needs_psycopg") from None
    port = f":{url.port}" if url.port else ""
    user = f"{url.username}@" if url.username else ""
    host = url.host or url.query.get("host") or ""
    name = f"postgresql://{user}{host if isinstance(host, str) else host[0]}{port}/{url.database or ''}"
    return Place(url.set(drivername="postgresql+psycopg"), inert_line(name))


def make_file(place: Place, create: bool) -> None:
    """See that the file is there, for its owner alone; `create` makes an empty one. Raises UsageError, EngineError."""
    path = place.path
    if path is None:
        return
    if path.is_dir():
        raise UsageError("gradebook_is_folder", where=place.name)
    if path.exists():
        return
    if not create:
        folder = inert_line(str(path.absolute().parent))
        raise UsageError("gradebook_missing", where=inert_line(path.name), folder=folder)
    if not path.resolve().parent.is_dir():
        raise UsageError("gradebook_no_folder", folder=inert_line(str(path.parent)))
    try:
        os.close(os.open(path.resolve(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE))
    except FileExistsError:
        pass  # somebody else has begun it this moment
    except OSError as error:
        raise EngineError("gradebook_unwritable", where=place.name, problem=error.strerror) from None
