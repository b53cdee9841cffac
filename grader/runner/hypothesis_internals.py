"""What the runner needs of hypothesis beyond its documented interface, all of it in this one place.

Tried with hypothesis 6.156 to the newest that `pyproject.toml` allows. `inner_test` is what other runners of tests use
(pytest-trio, say): https://hypothesis.readthedocs.io/en/latest/details.html#custom-function-execution.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import hypothesis
from hypothesis import is_hypothesis_test
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

__all__ = ["is_hypothesis_test", "perform", "settings_of_suites", "settle", "test_body"]

PROFILE = "grader"
SETTINGS = hypothesis.settings(
    max_examples=50,
    derandomize=False,  # the seed of each property is set when it is run
    database=None,
    deadline=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink),
    suppress_health_check=list(hypothesis.HealthCheck),
)
CONSTANTS = "_get_local_constants"
NO_CONSTANTS = Constants()
ATTRIBUTE = "_hypothesis_internal_use_settings"


@contextlib.contextmanager
def settings_of_suites() -> Iterator[None]:
    """While suites are imported, what they leave open is the runner's to say; what `@settings(…)` says stays."""
    before = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.register_profile(PROFILE, SETTINGS)
    hypothesis.settings.load_profile(PROFILE)
    try:
        yield
    finally:
        hypothesis.settings.load_profile(before)


def settle(function: Callable[..., Any]) -> None:
    """Bind the runner's settings to a property; the number of examples is its author's, where he gave one."""
    given: hypothesis.settings = getattr(function, ATTRIBUTE, None) or SETTINGS
    setattr(function, ATTRIBUTE, hypothesis.settings(SETTINGS, max_examples=given.max_examples))


def test_body(function: Callable[..., Any]) -> Callable[..., Any]:
    """What the property does with one example."""
    body: Callable[..., Any] = function.hypothesis.inner_test  # type: ignore[attr-defined]
    return body


def perform(function: Callable[..., Any], body: Callable[..., Any], seed: int, arguments: Mapping[str, Any]) -> None:
    """Have hypothesis run the property with `body` in the place of its own; raises what its smallest example does."""
    handle = function.hypothesis  # type: ignore[attr-defined]
    own = handle.inner_test
    handle.inner_test = body
    try:
        with _without_constants_of_modules():
            hypothesis.seed(seed)(function)
            function(**arguments)
    finally:
        handle.inner_test = own


@contextlib.contextmanager
def _without_constants_of_modules() -> Iterator[None]:
    """Keep hypothesis from drawing numbers that stand in modules which it takes for the user's own.

    Which those are depends on where this package is installed and what was imported so far: a clone and a wheel would
    draw other examples.
    """
    before = getattr(providers, CONSTANTS)
    setattr(providers, CONSTANTS, lambda: NO_CONSTANTS)
    providers.CONSTANTS_CACHE.cache.clear()  # it may hold those of other properties' runs
    try:
        yield
    finally:
        setattr(providers, CONSTANTS, before)
        providers.CONSTANTS_CACHE.cache.clear()
