"""The pytest plugin: `pytest tests/public`, `pytest tests/hidden --submission PATH` show the verdicts of the command.

It is loaded by every pytest in the environment, so this module imports nothing but pytest and the texts, and does
nothing in a project that has no `[tool.grader]`.
"""

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.texts import spoken

if TYPE_CHECKING:
    from grader.plugin.session import Session

SESSION: "pytest.StashKey[Session]" = pytest.StashKey()
TABLE = "[tool.grader"


def pytest_addoption(parser: pytest.Parser) -> None:
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
        group.addoption("--no-replay", action="store_true", help=say("help_no_replay"))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """A submission is no place to run pytest in: it would run a `conftest.py` and modules of the submission."""
    named = getattr(early_config.known_args_namespace, "submission", None)
    if not isinstance(named, str) or not _has_course(early_config.rootpath):
        return
    folder = Path(named).resolve() if Path(named).is_dir() else Path(named).resolve().parent
    if any(place.is_relative_to(folder) for place in (early_config.invocation_params.dir, early_config.rootpath)):
        raise pytest.UsageError(spoken().say("pytest_in_submission", path=folder))
    sys.path[:] = [entry for entry in sys.path if not Path(entry).resolve().is_relative_to(folder)]


def pytest_configure(config: pytest.Config) -> None:
    if _has_course(config.rootpath):
        from grader.plugin.session import Session

        session = Session.around(config)
        if session is not None:
            config.stash[SESSION] = session
            config.addinivalue_line("markers", spoken().say("marker_exercise"))


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    session = collector.config.stash.get(SESSION, None)
    if session is None or not isinstance(collector, pytest.Module) or not session.owns(collector):
        yield
        return
    with session.importing():
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    session = config.stash.get(SESSION, None)
    if session is not None:
        session.arrange(items)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object:
    session = pyfuncitem.config.stash.get(SESSION, None)
    if session is None or not session.owns(pyfuncitem):
        return None
    session.report(pyfuncitem)
    return True


def pytest_unconfigure(config: pytest.Config) -> None:
    session = config.stash.get(SESSION, None)
    if session is not None:
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
    session = request.config.stash.get(SESSION, None)
    if session is None or not session.owns(request.node):
        raise pytest.UsageError(spoken().say("fixture_of_suites", name=name))


def _has_course(root: Path) -> bool:
    """Whether a folder or one above it has a course, as far as a glance at the text can tell."""
    for folder in (root, *root.parents):
        with contextlib.suppress(OSError, ValueError):
            if TABLE in (folder / "pyproject.toml").read_text(encoding="utf-8"):
                return True
    return False
