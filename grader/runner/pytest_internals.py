"""What the runner needs of pytest beyond its documented interface, all of it in this one place.

Tried with pytest 8.4 to the newest that `pyproject.toml` allows.
"""

import contextlib
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from _pytest._io.saferepr import saferepr
from _pytest.assertion import rewrite, util
from _pytest.mark.expression import Expression

from grader.errors import UsageError
from grader.inert import inert_line


def _dots(obj: object) -> str:
    return "…"


Noted = Callable[[str, Any, Any], None]


@contextlib.contextmanager
def comparisons_told(note: Noted) -> Iterator[None]:
    """Have `note` told the operator and the two sides of each comparison that makes an assertion of a suite fail.

    The hook `pytest_assertrepr_compare` is called by this very function, but only inside of pytest's own loop. What the
    values look like is not asked for: writing a large tensor down takes long, and what is told is `note`'s to say.
    """
    kept = util._reprcompare, rewrite._saferepr, rewrite._format_assertmsg

    def told(operator: str, left: object, right: object) -> None:
        note(operator, left, right)

    def message(obj: object) -> str:
        return kept[2](obj if isinstance(obj, str) else saferepr(obj))

    util._reprcompare = told
    rewrite._saferepr = _dots
    rewrite._format_assertmsg = message
    try:
        yield
    finally:
        util._reprcompare, rewrite._saferepr, rewrite._format_assertmsg = kept


def forget_values(failure: BaseException) -> None:
    """Let go of what the functions held that an exception has ended; their lines stay."""
    traceback.clear_frames(failure.__traceback__)
    for frame, _line in traceback.walk_tb(failure.__traceback__):
        _ = frame.f_locals  # a rewritten assertion asks for `locals()`, which Python up to 3.12 keeps until asked again


def argument_names(item: pytest.Function) -> tuple[str, ...]:
    """The names of the fixtures and parameters that a test asks for, by itself or by a mark, and of `autouse` ones."""
    info = item._fixtureinfo
    return tuple(dict.fromkeys([*info.argnames, *info.initialnames]))


def parameters(item: pytest.Function) -> dict[str, Any]:
    """The values of a parametrised test's parameters."""
    return dict(item.callspec.params) if hasattr(item, "callspec") else {}


def by_keyword(expression: str) -> Callable[[Iterable[str]], bool]:
    """Whether names fit what stands behind pytest's `-k`: parts of names, with and, or, not. Raises UsageError."""
    try:
        compiled = Expression.compile(expression)
    except Exception as error:  # which one it is differs between versions
        problem = inert_line(getattr(error, "msg", None) or str(error))
        raise UsageError("keyword_wrong", expression=inert_line(expression), problem=problem) from None

    def fits(names: Iterable[str]) -> bool:
        known = [name.lower() for name in names]

        def has(word: str, /, **_: object) -> bool:
            return any(word.lower() in name for name in known)

        return bool(compiled.evaluate(has))

    return fits
