"""The pytest plugin: suites are ordinary pytest files, and their code under test is on the other side.

`pytest tests/hidden --submission PATH` works by itself; the `grader` command hands in a `Grading` of its own.
"""

import argparse

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograto", "grading exercises across a process boundary")
    group.addoption(
        "--submission", metavar="PATH", help="what to grade: a folder or one section's file (default: the exercises)"
    )
    group.addoption("--grader-seed", type=int, default=0, metavar="N", help="the seed of examples and generators")
    group.addoption(
        "--grader-isolation", choices=["auto", "sandbox", "process"], default="auto", help=argparse.SUPPRESS
    )
    group.addoption(
        "--no-replay", action="store_true", help="draw each example anew instead of replaying those drawn before"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "exercise(name, points, title, hint, timeout, needs, side_effects_only): which exercise a test is about",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    from grader.suite.collection import arrange

    arrange(config, items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    from grader.suite.collection import begin

    begin(session)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object:
    from grader.suite.collection import carry_out

    return carry_out(pyfuncitem)


def pytest_sessionfinish(session: pytest.Session) -> None:
    from grader.suite.collection import finish

    finish(session.config)


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> object:
    """The code under test: its functions are called in another process, and their answers are plain data."""
    from grader.suite.collection import subject

    return subject(request, "submission")


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> object:
    """The reference solution, with the same face as `submission`."""
    from grader.suite.collection import subject

    return subject(request, "reference")
