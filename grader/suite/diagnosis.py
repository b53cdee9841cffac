"""Which misconception explains a student's answers: each is asked what the failing tests asked.

A misconception explains them when it gives the same answer to every call of the failing tests, and when several of
these calls tell it from the reference. Where two misconceptions explain them equally well, nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
import torch

from grader.boundary.nursery import Nursery
from grader.boundary.proxy import MADE
from grader.boundary.session import Session
from grader.boundary.worker import Reply, Request, WorkerLost
from grader.suite.variants import Variant
from grader.wire.frames import WireError, pack, unpack
from grader.wire.messages import Answer, Fetch, Invoke, Raised, Refused, SourceText, Viewed, requests
from grader.wire.values import Node, Unpacker

TELLING = 2
"""Calls that must tell the student's answer from the reference's, before a guess is made."""

FIRST, MOST = 6, 300
"""Telling calls that a misconception is asked first, and calls that it is asked at most."""

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
    """The one misconception that explains all the evidence, None when there is none or more than one."""
    evidence = evidence[:MOST]
    telling = [one for one in evidence if one.tells]
    if len(telling) < TELLING or not variants:
        return None
    sources = [
        SourceText(_module(place), f"{variant.section}.py", variant.source) for place, variant in enumerate(variants)
    ]
    session = Session(nursery, sources, seed=seed)
    try:
        left = list(range(len(variants)))
        for calls in (telling[:FIRST], evidence):
            left = [place for place in left if explains(_replies(session, _module(place), calls), calls)]
    finally:
        session.discard()
    hints = {variants[place].hint for place in left}
    return variants[left[0]] if len(hints) == 1 else None


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
