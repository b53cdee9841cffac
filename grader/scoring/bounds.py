"""What a submission may have written into its failures and notes: made inert, and bounded all together.

The engine bounds each value as it takes it; this is the one gate that every failure passes on its way to a result.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import msgspec

from grader.failure import Failure
from grader.inert import SUBMISSION_BYTES, inert

ALL_BYTES = 4 * SUBMISSION_BYTES
"""Of all failures of one submission as data, which says more than their messages do."""

T = TypeVar("T")


def bounded(failures: Iterable[Failure | None]) -> Iterator[Failure | None]:
    """The same failures, inert; when they have taken all of the room, the next ones keep their kind and little more."""
    room = ALL_BYTES
    for failure in failures:
        if failure is None:
            yield None
            continue
        kept = tame(failure)
        size = len(msgspec.json.encode(kept))
        if size > room:
            kept = Failure(kept.kind, names=kept.names[:3], number=kept.number, causes=kept.causes[:3])
        room = max(room - size, 0)
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
