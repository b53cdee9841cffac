"""What a submission may have written into its failures and notes: made inert, and bounded, each section by itself.

The engine bounds each value as it takes it; this is the one gate that every failure passes on its way to a result.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import msgspec

from grader.failure import Failure
from grader.inert import SECTION_BYTES, inert

FAILURES_BYTES = 4 * SECTION_BYTES
"""Of all failures of one section as data, which says more than their messages do."""

T = TypeVar("T")


def bounded(failures: Iterable[tuple[str, Failure | None]]) -> Iterator[Failure | None]:
    """The failures, each given with its section, inert.

    When those of a section have taken all of its room, the next ones of it keep their kind and little more.
    """
    rooms = defaultdict[str, int](lambda: FAILURES_BYTES)
    for section, failure in failures:
        if failure is None:
            yield None
            continue
        kept = tame(failure)
        size = len(msgspec.json.encode(kept))
        if size > rooms[section]:
            kept = Failure(kept.kind, names=kept.names[:3], number=kept.number, causes=kept.causes[:3])
        rooms[section] = max(rooms[section] - size, 0)
        yield kept


def tame(value: T) -> T:
    """The same plain data with every text in it inert, and no number that JSON does not know."""
    tamed: Any = value
    if isinstance(value, str):
        tamed = inert(value)
    elif isinstance(value, tuple):
        tamed = tuple(str(item) if _unknown_to_json(item) else tame(item) for item in value)
    elif is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: None if _unknown_to_json(part) else tame(part) for name, part in parts.items()}
        tamed = replace(value, **changed)  # type: ignore[type-var]
    return tamed  # type: ignore[no-any-return]


def _unknown_to_json(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
