"""Which misconception explains a student's answers: each is asked what the failing tests asked.

A misconception explains them when it gives the same answer to every call of the failing tests, and when several of
these calls tell it from the reference. Where two explain them equally well, nothing is said. Where none does, two slips
together may (`pairs`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
import torch

from grader.boundary.nursery import Nursery
from grader.boundary.proxy import MADE
from grader.boundary.session import Session
from grader.boundary.worker import Reply, Request, WorkerLost
from grader.suite.pairs import factor, pairs_that_explain
from grader.suite.variants import Variant
from grader.wire.frames import WireError, pack, unpack
from grader.wire.messages import Answer, Fetch, Invoke, Raised, Refused, SourceText, Viewed, requests
from grader.wire.nodes import Node
from grader.wire.unpacking import Unpacker

TELLING = 2
"""Calls that must tell the student's answer from the reference's, before a guess is made."""

FIRST, MOST = 4, 100
"""Telling calls that a misconception is asked first, and calls that it is asked at most."""

SLOW = 0.05
"""Seconds of a call that is asked again only where there are no others: each misconception would take as long."""

SECONDS = 2.0
RTOL, ATOL = 1e-4, 1e-5


@dataclass(frozen=True)
class Evidence:
    """One call of a failing test: the request, the student's reply, and the reference's."""

    request: Request
    student: Reply
    reference: Reply

    @property
    def tells(self) -> bool:
        """Whether the student answers otherwise than the reference."""
        return not alike(self.student, self.reference)


def diagnose(evidence: Sequence[Evidence], variants: Sequence[Variant], nursery: Nursery, seed: int) -> Variant | None:
    """The one misconception that explains all the evidence, or the one pair; None where there is none, or are more."""
    fast = [one for one in evidence if one.student.seconds < SLOW]
    for calls in (fast[:MOST], evidence[:FIRST]):
        telling = [one for one in calls if one.tells]
        if len(telling) >= TELLING:
            return _diagnose(calls, telling[:: math.ceil(len(telling) / FIRST)], variants, nursery, seed)
    return None


def _diagnose(
    evidence: Sequence[Evidence],
    first: Sequence[Evidence],
    variants: Sequence[Variant],
    nursery: Nursery,
    seed: int,
) -> Variant | None:
    """All variants are asked what `first` asked, those that it leaves all the rest."""
    sources = [
        SourceText(_module(place), f"{variant.section}.py", variant.source) for place, variant in enumerate(variants)
    ]
    session = Session(nursery, sources, seed=seed)
    try:
        heard = {variant: _replies(session, _module(place), first) for place, variant in enumerate(variants)}
        left = [variant for variant, replies in heard.items() if explains(replies, first)]
        if not left:
            return _pair(first, heard)
        modules = {variant: _module(place) for place, variant in enumerate(variants)}
        left = [variant for variant in left if explains(_replies(session, modules[variant], evidence), evidence)]
    finally:
        session.discard()
    return left[0] if len({variant.hint for variant in left}) == 1 else None


def _pair(calls: Sequence[Evidence], heard: Mapping[Variant, Sequence[Reply | WorkerLost]]) -> Variant | None:
    """The two misconceptions that together give the student's answers, as one with both hints."""
    factors = {
        variant: [_factor(reply, one.reference) for reply, one in zip(replies, calls, strict=False)]
        for variant, replies in heard.items()
    }
    found = pairs_that_explain([_factor(one.student, one.reference) for one in calls], factors)
    hints = {frozenset({one.hint, other.hint}) for one, other in found}
    if len(hints) != 1 or len(next(iter(hints))) != 2:
        return None
    one, other = found[0]
    return replace(one, name=f"{one.name} + {other.name}", hint=f"Two things at once. {one.hint} {other.hint}")


def _factor(reply: Reply | WorkerLost, reference: Reply) -> float | None:
    if not isinstance(reply, Reply) or not isinstance(reply.message, Answer):
        return None
    if not isinstance(reference.message, Answer) or reply.message.seen or reply.message.slopes:
        return None
    try:
        return factor(*(Unpacker(one.blobs, _kind).unpack(one.message.value) for one in (reply, reference)))
    except (WireError, RuntimeError):
        return None


def explains(replies: Sequence[Reply | WorkerLost], evidence: Sequence[Evidence]) -> bool:
    """Whether these replies to the same calls are the student's."""
    return len(replies) == len(evidence) and all(
        isinstance(reply, Reply) and alike(reply, one.student) for reply, one in zip(replies, evidence, strict=True)
    )


def _replies(session: Session, module: str, evidence: Sequence[Evidence]) -> list[Reply | WorkerLost]:
    return session.ask([_sent_to(module, one.request) for one in evidence], SECONDS, module)


def _module(place: int) -> str:
    return f"variant_{place}"


def _sent_to(module: str, request: Request) -> Request:
    """The same request to another module; what is asked of a handle stays as it is."""
    message, blobs = unpack(request.frame, requests)
    if not isinstance(message, (Invoke, Fetch)) or not message.module or message.module.startswith(MADE):
        return request
    return replace(request, frame=pack(msgspec.structs.replace(message, module=module), [bytes(b) for b in blobs]))


def alike(left: Reply, right: Reply) -> bool:
    """Whether two replies say the same: values within rounding, exceptions by their type."""
    one, other = left.message, right.message
    if type(one) is not type(other):
        return False
    if isinstance(one, Raised):
        return bool(one.type == other.type)
    if isinstance(one, Refused):
        return True
    if isinstance(one, Answer):
        return _same(left, right, _parts(one), _parts(other))
    if isinstance(one, Viewed):
        return _same(left, right, _insides(one), _insides(other))
    return _same(left, right, msgspec.structs.astuple(one), msgspec.structs.astuple(other))


def _parts(answer: Answer) -> list[Any]:
    """What an answer says, without what a student's code may print."""
    seen, slopes = answer.seen, answer.slopes
    return [
        answer.value,
        [seen.arguments, [value for _, value in seen.keywords], seen.grads, seen.is_argument, seen.shares_memory]
        if seen
        else None,
        [slopes.inputs, [value for _, value in slopes.parameters]] if slopes else None,
    ]


def _insides(view: Viewed) -> list[Any]:
    """What a module holds, whatever its parts are called."""
    named = (view.parameters, view.grads, view.buffers, view.children_training)
    return [view.training, *([value for _, value in pairs] for pairs in named)]


def _same(left: Reply, right: Reply, one: Any, other: Any) -> bool:
    if isinstance(one, (list, tuple)):
        return (
            isinstance(other, (list, tuple))
            and len(one) == len(other)
            and all(_same(left, right, a, b) for a, b in zip(one, other, strict=True))
        )
    if isinstance(one, Node) or isinstance(other, Node):
        try:
            return _close(Unpacker(left.blobs, _kind).unpack(one), Unpacker(right.blobs, _kind).unpack(other))
        except (WireError, RuntimeError):
            return False
    return _close(one, other)


def _kind(ref: Any) -> str:
    return f"<{ref.kind}>"


def _close(one: Any, other: Any) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.requires_grad == other.requires_grad
            and torch.allclose(_wide(one), _wide(other), RTOL, ATOL, equal_nan=True)
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, (float, np.floating)):
        return bool(np.isclose(one, other, RTOL, ATOL, equal_nan=True))
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(_close(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_close(value, other[key]) for key, value in one.items())
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and bool(np.allclose(one, other, RTOL, ATOL, equal_nan=True))
    return bool(one == other)


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().to(torch.complex128)
