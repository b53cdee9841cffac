"""What ran: a test's first calls of the exercise are made again, watched, and what was seen is held against the list.

The log stands in the worker, among the student's code. What it did not see proves nothing; what it saw counts. A log
that was blinded is evidence only together with a source that could hide a forbidden call.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from grader.boundary.answers import same
from grader.boundary.session import Session
from grader.boundary.worker import PackedCall, Reply, WorkerLost
from grader.failure import Use
from grader.forbidden.checker import MOST_USES
from grader.forbidden.names import ForbiddenNames, forbidden_names
from grader.forbidden.source import ParsedSource
from grader.wire import limits
from grader.wire.frames import WireError
from grader.wire.messages import AFTER, BEFORE, Answer, Invoke, Ran
from grader.wire.nodes import Ref
from grader.wire.unpacking import Unpacker

MOST_CALLS = 3
"""Calls of the exercise that are watched in one test."""

PATIENCE = 2.0
"""A call that is watched has so many times the seconds that it has otherwise."""

MOST_CHANGED = 5
RTOL, ATOL = 1e-3, 1e-5
NAME = re.compile(r"[A-Za-z_][\w.]{0,80}")

Heard = tuple[PackedCall, Reply | WorkerLost]
"""A call of a test, and what was answered."""

Kind = Literal["blinded", "changed", "threads"]


@dataclass(frozen=True, order=True)
class Remark:
    """For the instructor: the call started threads, the log was blinded, or a function (`what`) was changed by it."""

    kind: Kind
    what: str = ""


@dataclass(frozen=True)
class WhatRan:
    """What the log of an exercise's calls says: uses that ran, a worker that hung in it, and remarks."""

    uses: tuple[Use, ...] = ()
    hung: WorkerLost | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def blinded(self) -> bool:
        return Remark("blinded") in self.remarks


def watch(
    session: Session,
    heard: Iterable[Heard],
    exercise: str,
    forbidden: Sequence[str],
    seconds: float,
    sources: Mapping[str, ParsedSource],
    section: str,
    *,
    deeply: bool = False,
    most: int = MOST_CALLS,
) -> WhatRan:
    """Make a test's first calls again and watch those of the exercise; `deeply`: with what runs in other threads too.

    It is looked at deeply, whatever is asked for, where the call starts threads or the log was blinded.
    """
    calls = _of_the_exercise(heard, exercise, most)
    if not any(watched for _, _, watched in calls):
        return WhatRan()
    first = _made_again(session, calls, "calls", seconds, section)
    if not first.hung and (deeply or first.threads or first.blinded):
        first = first.joined(_made_again(session, calls, "operators", seconds, section))
    return first.told(forbidden_names(tuple(forbidden)), sources, section)


@dataclass
class _Seen:
    """What was seen in one round of the calls."""

    operations: dict[str, tuple[str, int]]
    changed: dict[str, None]
    hung: WorkerLost | None = None
    threads: bool = False
    blinded: bool = False

    def joined(self, other: "_Seen") -> "_Seen":
        return _Seen(
            {**other.operations, **self.operations},
            {**self.changed, **other.changed},
            self.hung or other.hung,
            self.threads or other.threads,
            self.blinded or other.blinded,
        )

    def told(self, names: ForbiddenNames, sources: Mapping[str, ParsedSource], section: str) -> WhatRan:
        uses = {
            _use(entry, file, line, sources, section)
            for name, (file, line) in self.operations.items()
            if (entry := names.ran(name))
        }
        placed = {use.operation for use in uses if use.line}
        kept = sorted(use for use in uses if use.line or use.operation not in placed)
        remarks = [Remark("blinded")] * self.blinded + [Remark("threads")] * self.threads
        remarks += [Remark("changed", name) for name in [*self.changed][:MOST_CHANGED]]
        return WhatRan(tuple(kept[:MOST_USES]), self.hung, tuple(remarks))


def _of_the_exercise(
    heard: Iterable[Heard], exercise: str, most: int
) -> list[tuple[PackedCall, Reply | WorkerLost, bool]]:
    """The calls to make again, and which of them to watch: the exercise's, and those on what it made."""
    made: set[int] = set()
    chosen: list[tuple[PackedCall, Reply | WorkerLost, bool]] = []
    for request, reply in heard:
        message = request.message
        called = isinstance(message, Invoke)
        owner = message.handle // limits.HANDLES if called and message.handle else 0
        mine = called and (owner in made if owner else request.what == exercise)
        if mine:
            made.add(message.number)
        chosen.append((request, reply, mine))
        if len(made) == most:
            break
    plain = all(isinstance(request.message, Invoke) and not request.message.handle for request, _, _ in chosen)
    return [one for one in chosen if one[2] or not plain]  # by themselves where none needs what another has made


def _made_again(
    session: Session,
    calls: Sequence[tuple[PackedCall, Reply | WorkerLost, bool]],
    how: Literal["calls", "operators"],
    seconds: float,
    section: str,
) -> _Seen:
    """Make the calls, watched in one of the two ways."""
    watched = {"observe": False, "gradients": False, "repeat": 0, "watched": how}
    requests = [request.but(**watched) if mine else request for request, _, mine in calls]
    seen = _Seen({}, {})
    for (request, before, mine), now in zip(calls, session.ask(requests, PATIENCE * seconds, section), strict=False):
        if isinstance(now, WorkerLost):
            seen.hung = now if now.kind != "crashed" else None
            seen.blinded = now.kind == "crashed"
        elif mine:
            ran = now.message.ran if isinstance(now.message, Answer) else None
            if ran:
                seen.operations.update({name: (file, line) for name, file, line in reversed(ran.operations)})
                seen.changed.update(dict.fromkeys(name for name in ran.changed if NAME.fullmatch(name)))
                seen.threads = seen.threads or ran.threads
            if isinstance(before, Reply) and isinstance(before.message, Answer):
                seen.blinded = seen.blinded or not (ran and _is_whole(ran, request, before, now))
    return seen


def _is_whole(ran: Ran, request: PackedCall, before: Reply, now: Reply) -> bool:
    """Whether the log was awake throughout, and the call did what it does when nobody watches."""
    awake = ran.complete and {BEFORE, AFTER} <= {name for name, _, _ in ran.operations}
    return awake and not ran.error and (request.message.repeat > 0 or _alike(_value(now), _value(before)))


def _alike(left: object, right: object) -> bool:
    """Whether two answers are the same, but for what a compiler rounds otherwise."""
    if isinstance(left, torch.Tensor) and isinstance(right, torch.Tensor):
        if left.shape != right.shape or left.dtype != right.dtype:
            return False
        return torch.allclose(left.detach().double(), right.detach().double(), RTOL, ATOL, equal_nan=True)
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(_alike, left, right))
    return same(left, right)


def _value(reply: Reply) -> object:
    """What was answered; of a thing that stays in the worker, its kind."""

    def thing(ref: Ref) -> tuple[str, str]:
        return ref.kind, ref.type_name

    try:
        return Unpacker(reply.blobs, thing).unpack(reply.message.value)
    except WireError:
        return None


def _use(entry: str, file: str, line: int, sources: Mapping[str, ParsedSource], section: str) -> Use:
    """A use that ran; the place is the worker's word for it, and counts only where there is such a line."""
    for module, source in sources.items():
        if source.name == file and 0 < line <= len(source.lines):
            return Use(entry, line, source.line(line), "" if module == section else file)
    return Use(entry)
