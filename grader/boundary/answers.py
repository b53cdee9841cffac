"""Replies as a suite sees them: values, exceptions, observations, gradients, modules inside out."""

from dataclasses import dataclass, field
from typing import Any

import torch

from grader.wire.messages import Raised, Refusal, Refused, TracebackLine
from grader.wire.packing import tensor_bytes


class StudentError(Exception):
    """The code under test raised an exception, or could not be called; told as data.

    `type` is the exception's class name, "" where nothing was raised: then `refusal` says why the call could not be
    made (a missing function, say) and `names` whom that is about.
    """

    def __init__(
        self,
        type: str,
        bases: tuple[str, ...] = (),
        message: str = "",
        lines: tuple[TracebackLine, ...] = (),
        refusal: Refusal | None = None,
        names: tuple[str, ...] = (),
        printed: str = "",
    ) -> None:
        super().__init__(f"{type}: {message}" if type else " ".join([refusal or "", *names]))
        self.type = type
        self.bases = bases
        self.message = message
        self.lines = lines
        self.refusal = refusal
        self.names = names
        self.printed = printed

    @classmethod
    def of(cls, reply: Raised | Refused) -> "StudentError":
        if isinstance(reply, Refused):
            return cls("", refusal=reply.why, names=tuple(reply.names))
        return cls(reply.type, tuple(reply.bases), reply.message, tuple(reply.lines), printed=reply.printed)


@dataclass(frozen=True)
class Observation:
    """One call, and what it did besides answering.

    `changed` names the arguments that the call left changed: in value, shape, dtype, `requires_grad` or `.grad`.
    `is_argument` and `shares_memory` are positions (keywords after the positional ones).
    """

    answer: Any
    arguments: list[Any]
    keywords: dict[str, Any]
    changed: tuple[str, ...]
    is_argument: tuple[int, ...]
    shares_memory: tuple[int, ...]
    stdout: str
    warnings: tuple[str, ...]
    settings_changed: tuple[str, ...]


@dataclass(frozen=True)
class Gradients:
    """What flows from the answer back: to each input that requires grad, in order, and to a module's parameters.

    None stands where nothing flows.
    """

    answer: Any
    inputs: list[torch.Tensor | None]
    parameters: dict[str, torch.Tensor | None] = field(default_factory=dict)


@dataclass(frozen=True)
class ModuleView:
    """A module inside out; names are dotted, and a shared parameter stands once."""

    class_name: str
    is_sequential: bool
    training: bool
    parameters: dict[str, torch.Tensor]
    grads: dict[str, torch.Tensor | None]
    buffers: dict[str, torch.Tensor]
    modules: list[tuple[str, str]]
    children_training: dict[str, bool]


def same(left: Any, right: Any) -> bool:
    """Whether two values that crossed the wire are the same to the bit."""
    if isinstance(left, torch.Tensor) and isinstance(right, torch.Tensor):  # a Parameter arrives as a tensor
        return (
            left.dtype == right.dtype
            and left.shape == right.shape
            and left.requires_grad == right.requires_grad
            and _bits(left) == _bits(right)
        )
    if type(left) is not type(right):
        return False
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(same(one, other) for one, other in zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if hasattr(left, "tobytes"):
        return bool(left.tobytes() == right.tobytes())
    return bool(left == right or (left != left and right != right))


def _bits(tensor: torch.Tensor) -> bytes:
    return tensor_bytes(tensor.detach())
