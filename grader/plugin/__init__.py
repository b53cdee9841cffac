"""The pytest plugin: `pytest tests/public`, `pytest tests/hidden --submission PATH` show the verdicts of the command.

It is loaded by every pytest in the environment, so this module imports nothing but pytest and the texts, and does
nothing in a project that has no `[tool.grader]`.
"""

import argparse
import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.texts import spoken

if TYPE_CHECKING:
    from grader.plugin.session import Session

SESSIONS: "pytest.StashKey[dict[Path, Session | None]]" = pytest.StashKey()
"""By the root of a course; None where what looked like one has turned out to be none."""
TABLE = "[tool.grader"


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Options only where a course is in sight: everywhere else their names are free for others."""
    config = pluginmanager.get_plugin("pytestconfig")
    if not isinstance(config, pytest.Config) or not _in_sight(config.invocation_params):
        return
    say = spoken().say
    group = parser.getgroup("autograto", say("help_pytest"))
    with contextlib.suppress(ValueError):  # another plugin has an option of that name: it is theirs
        group.addoption(
            "--submission",
            metavar="PATH",
            help=say("help_pytest_submission"),
        )
    with contextlib.suppress(ValueError):
        group.addoption("--grader-seed", type=int, default=0, metavar="N", help=say("help_seed"))
        group.addoption(
            "--grader-isolation", choices=["auto", "sandbox", "process"], default="auto", help=argparse.SUPPRESS
        )
    with contextlib.suppress(ValueError):
        group.addoption("--in-process", action="store_true", help=say("help_pytest_in_process"))
    with contextlib.suppress(ValueError):
        group.addoption("--no-replay", action="store_true", help=say("help_no_replay"))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """A submission is no place to run pytest in: it would run a `conftest.py` and modules of the submission."""
    named = getattr(early_config.known_args_namespace, "submission", None)
    if not isinstance(named, str) or not _in_sight(early_config.invocation_params) or not Path(named).exists():
        return  # what is not there is told of later, and holds nothing to run
    folder = Path(named).resolve() if Path(named).is_dir() else Path(named).resolve().parent
    if any(place.is_relative_to(folder) for place in (early_config.invocation_params.dir, early_config.rootpath)):
        raise pytest.UsageError(spoken().say("pytest_in_submission", path=folder))
    sys.path[:] = [entry for entry in sys.path if not Path(entry).resolve().is_relative_to(folder)]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SESSIONS] = {}
    _session(config, config.rootpath)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    session = _owner(collector) if isinstance(collector, pytest.Module) else None
    if session is None:
        yield
        return
    with session.importing():
        yield


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have `-k` find a test by its exercise as well. Its id stays what it is: gradebooks and rulings refer to it."""
    mark = item.get_closest_marker("exercise")
    if mark is not None and "name" in mark.kwargs and _owner(item) is not None:
        item.extra_keyword_matches.add(str(mark.kwargs["name"]))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for session in _sessions(config):
        session.arrange(items)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object:
    session = _owner(pyfuncitem)
    if session is None:
        return None
    session.report(pyfuncitem)
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for warning in dict.fromkeys(warning for session in _sessions(config) for warning in session.warnings()):
        terminalreporter.write_line(warning, yellow=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    for session in _sessions(config):
        session.close()


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> None:
    """The code under test: its functions are called in another process, and their answers are plain data."""
    _for_suites_alone(request, "submission")


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> None:
    """The reference solution, with the same face as `submission`."""
    _for_suites_alone(request, "reference")


def _for_suites_alone(request: pytest.FixtureRequest, name: str) -> None:
    """The grader runs a suite's test itself, and hands it the subjects; nobody else has them."""
    if _owner(request.node) is None:
        raise pytest.UsageError(spoken().say("fixture_of_suites", name=name))


def _sessions(config: pytest.Config) -> list["Session"]:
    return [session for session in config.stash.get(SESSIONS, {}).values() if session is not None]


def _owner(node: pytest.Item | pytest.Collector) -> "Session | None":
    """The session whose suites a test or a file is one of."""
    session = _session(node.config, node.path.parent)
    return session if session is not None and session.owns(node) else None


def _session(config: pytest.Config, folder: Path) -> "Session | None":
    """The session of the course that a folder is in; an editor's own root may be a folder above it."""
    root = _course_around(folder)
    if root is None:
        return None
    known = config.stash[SESSIONS]
    if root not in known:
        try:
            from grader.plugin.session import Session
        except ModuleNotFoundError as missing:
            raise pytest.UsageError(spoken().say("need_missing", name=missing.name, install="grader doctor")) from None
        known[root] = Session.around(root, config)
        if known[root] is not None:
            config.addinivalue_line("markers", spoken().say("marker_exercise"))
    return known[root]


def _in_sight(asked: pytest.Config.InvocationParams) -> bool:
    """Whether the current folder, or one that the command line names, is in a course."""
    names = [argument.partition("::")[0].rpartition("=")[2] for argument in map(str, asked.args)]
    return any(_course_around(Path(os.path.abspath(asked.dir / name))) for name in ("", *names))


@functools.cache
def _course_around(folder: Path) -> Path | None:
    """The nearest folder, going up, that has a course, as far as a glance at the text can tell."""
    for one in (folder, *folder.parents):
        with contextlib.suppress(OSError, ValueError):
            if TABLE in (one / "pyproject.toml").read_text(encoding="utf-8"):
                return one
    return None
