"""What a suite holds: a subject whose functions are called over there and whose answers are plain data here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import torch

from grader.boundary.answers import Gradients, ModuleView, Observation, StudentError, same
from grader.boundary.worker import PackedCall, Reply, WorkerLost
from grader.wire import limits
from grader.wire.frames import WireError, pack
from grader.wire.messages import Answer, Define, Done, Fetch, Fill, Invoke, Look, Raised, Refused, Viewed
from grader.wire.nodes import Ref
from grader.wire.packing import Packer, Stays
from grader.wire.unpacking import Unpacker

MADE = "made_"
"""How the names of modules begin that a suite had built."""


class Transport(Protocol):
    """The way to a worker: live, recorded, or answered ahead."""

    @property
    def seed(self) -> int:
        """The course's seed."""

    def number(self) -> int:
        """The next call's number."""

    def ask(self, requests: list[PackedCall]) -> list[Reply | WorkerLost]:
        """Their replies, up to the first that was lost."""

    def called(self, call: "Call") -> None:
        """Take note of a call, for the message to the student."""

    def printed(self, text: str) -> None:
        """Take note of what the last call has printed."""

    def failed(self, error: BaseException) -> None:
        """Take note of what a call raises."""

    def distrust(self) -> None:
        """The last reply was a lie: end the worker."""

    def source_of(self, module: str, name: str) -> str:
        """The student's source of a function, with the helpers that it calls."""


@dataclass(frozen=True, eq=False)
class Call:
    """A call as it is shown to the student."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


@dataclass(frozen=True)
class Options:
    """How a call is made. `seed` None leaves the generators alone, "course" is the course's own seed."""

    seed: int | str | None = "course"
    aliased: bool = False
    cotangent: torch.Tensor | None = None
    output: int | None = None


class Remote:
    """Something over there that can be called: a function by name, or a thing behind a handle."""

    def __init__(self, transport: Transport, module: str, name: str, handle: int, options: Options) -> None:
        self._transport = transport
        self._module = module
        self._name = name
        self._handle = handle
        self._options = options

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; raises `StudentError` when its code does."""
        return self._ask([(args, kwargs)])[0].value

    def map(self, arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Call it once for each tuple of arguments, all in one message; a list of the answers."""
        return [answer.value for answer in self._ask([(tuple(args), {}) for args in arguments])]

    def repeat(self, times: int, *args: Any, **kwargs: Any) -> list[Any]:
        """The answers of so many calls in a row after one seeding."""
        answer = self._ask([(args, kwargs)], repeat=times)[0]
        if not isinstance(answer.value, list) or len(answer.value) != times:
            raise answer.lie(f"it is not {times} answers")
        return answer.value

    def observe(self, *args: Any, **kwargs: Any) -> Observation:
        """Call it and see what it does besides answering."""
        answer = self._ask([(args, kwargs)], observe=True)[0]
        seen = answer.part("seen")
        left = [answer.unpack(node) for node in seen.arguments]
        keywords = {name: answer.unpack(node) for name, node in seen.keywords}
        grads = [answer.slopes(node) for node in seen.grads]
        names = [f"argument {position}" for position in range(1, len(args) + 1)] + list(kwargs)
        before = [*args, *kwargs.values()]
        after = [*left, *keywords.values()]
        if len(left) != len(args) or [name for name, _ in seen.keywords] != list(kwargs) or len(grads) != len(before):
            raise answer.lie("it names other arguments than it was given")
        changed = tuple(
            name
            for name, was, now, grad in zip(names, before, after, grads, strict=True)
            if not isinstance(was, Handle) and (not same(was, now) or any(slope is not None for slope in grad))
        )
        return Observation(
            answer.value, left, keywords, changed, tuple(seen.is_argument), tuple(seen.shares_memory),
            seen.stdout, tuple(seen.warnings), tuple(seen.settings_changed),
        )  # fmt: skip

    def gradients(self, *args: Any, **kwargs: Any) -> Gradients:
        """Call it, and send `cotangent` (ones by default) back from the answer to what requires grad."""
        answer = self._ask([(args, kwargs)], gradients=True)[0]
        slopes = answer.part("slopes")
        value = answer.value.detach() if isinstance(answer.value, torch.Tensor) else answer.value
        return Gradients(
            value,
            [answer.slope(node) for node in slopes.inputs],
            {name: answer.slope(node) for name, node in slopes.parameters},
        )

    def _ask(self, calls: list[tuple[tuple[Any, ...], dict[str, Any]]], **how: Any) -> "list[_Answer]":
        options = self._options
        requests = []
        for args, kwargs in calls:
            number = self._transport.number()
            packer = Packer(self._stay, aliased=options.aliased)
            invoke = Invoke(
                number,
                self._module,
                self._name,
                self._handle,
                [packer.pack(value) for value in args],
                [(name, packer.pack(value)) for name, value in kwargs.items()],
                self._transport.seed if isinstance(options.seed, str) else options.seed,
                cotangent=packer.pack(options.cotangent),
                output=options.output,
                **how,
            )
            requests.append(PackedCall(pack(invoke, packer.blobs), number, self._name, Answer))
        shown = [Call(self._shown_name(), args, kwargs) for args, kwargs in calls]
        for call in shown:
            self._transport.called(call)
        answers = _replies(self._transport, requests)
        if answers and (printed := answers[-1].printed):
            self._transport.printed(printed)
        return answers

    def _shown_name(self) -> str:
        return self._name

    def _stay(self, value: object) -> Ref:
        if isinstance(value, Handle) and value._transport is self._transport:
            return Ref(value._handle, value.kind, value.type_name)
        raise Stays(f"a {type(value).__name__} cannot be sent; build it over there with `define`")


class Function(Remote):
    """A function of the code under test, by name."""

    def options(self, **options: Any) -> "Function":
        """The same function, called in another way: `seed`, `aliased`, `cotangent`, `output`."""
        return Function(self._transport, self._module, self._name, 0, replace(self._options, **options))

    def source(self) -> str:
        """Its source, with that of the helpers of the same file that it calls."""
        return self._transport.source_of(self._module, self._name)


class Handle(Remote):
    """A thing that stays in the worker: a module, a function, whatever cannot be sent."""

    def __init__(
        self, transport: Transport, ref: Ref, options: Options | None = None, name: str = "", made_by: str = ""
    ) -> None:
        super().__init__(transport, "", name, ref.id, options or Options())
        self._ref = ref
        self._made_by = made_by
        self.kind = ref.kind
        self.type_name = ref.type_name

    def __repr__(self) -> str:
        return f"a {self.type_name}"

    def options(self, **options: Any) -> "Handle":
        """The same thing, called in another way: `seed`, `aliased`, `cotangent`, `output`."""
        return Handle(self._transport, self._ref, replace(self._options, **options), self._name, self._made_by)

    def invoke(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call one of its methods."""
        return Handle(self._transport, self._ref, self._options, method, self._made_by)(*args, **kwargs)

    def view(self) -> ModuleView:
        """The module behind the handle, inside out."""
        number = self._transport.number()
        request = PackedCall(pack(Look(number, self._handle), []), number, "look", Viewed)
        answer = _replies(self._transport, [request])[0]
        seen = answer.reply.message
        return ModuleView(
            seen.class_name,
            seen.is_sequential,
            seen.training,
            {name: answer.tensor(node) for name, node in seen.parameters},
            {name: answer.slope(node) for name, node in seen.grads},
            {name: answer.tensor(node) for name, node in seen.buffers},
            seen.modules,
            dict(seen.children_training),
        )

    def set_parameters(self, values: dict[str, torch.Tensor]) -> None:
        """Set parameters, by name, in place."""
        self._fill(values, grads=False)

    def set_grads(self, values: dict[str, torch.Tensor]) -> None:
        """Set the `.grad` of parameters, by name."""
        self._fill(values, grads=True)

    def _fill(self, values: dict[str, torch.Tensor], grads: bool) -> None:
        number = self._transport.number()
        packer = Packer()
        nodes = [(name, packer.pack(value)) for name, value in values.items()]
        frame = pack(Fill(number, self._handle, nodes, grads), packer.blobs)
        _replies(self._transport, [PackedCall(frame, number, "fill", Done)])

    def _shown_name(self) -> str:
        return f"{self._made_by or self.type_name}(…)" + (f".{self._name}" if self._name else "")


class Subject:
    """A module's code, on the other side: `subject.gradient(W, x, y)` calls it there."""

    def __init__(self, transport: Transport, module: str) -> None:
        self._transport = transport
        self._module = module

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self._transport, self._module, name, 0, Options())

    def value(self, name: str) -> Any:
        """The value of a name of the module."""
        number = self._transport.number()
        request = PackedCall(pack(Fetch(number, self._module, name), []), number, name, Answer)
        return _replies(self._transport, [request])[0].value

    def define(self, text: str) -> "Subject":
        """A subject of a module built over there from this source; torch, nn and F are imported in it."""
        source = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n" + text
        name = MADE + hashlib.sha256(source.encode()).hexdigest()[:12]
        _replies(self._transport, [PackedCall(pack(Define(name, source), []), 0, "define", Done)])
        return Subject(self._transport, name)


class _Answer:
    """A reply to one request, being unpacked; whatever does not add up ends the worker."""

    def __init__(self, transport: Transport, request: PackedCall, reply: Reply) -> None:
        self._transport = transport
        self._request = request
        self.reply = reply
        self._unpacker = Unpacker(reply.blobs, self._thing)
        self.value = self.unpack(reply.message.value) if isinstance(reply.message, Answer) else None

    @property
    def printed(self) -> str:
        """What the call has printed."""
        message = self.reply.message
        if not isinstance(message, Answer):
            return ""
        return message.seen.stdout[: limits.PRINTED] if message.seen else message.printed

    def unpack(self, node: Any) -> Any:
        try:
            return self._unpacker.unpack(node)
        except WireError as wrong:
            raise self.lie(str(wrong)) from None

    def part(self, name: str) -> Any:
        part = getattr(self.reply.message, name)
        if part is None:
            raise self.lie(f"it says nothing of what was {name}")
        return part

    def tensor(self, node: Any) -> torch.Tensor:
        value = self.unpack(node)
        if not isinstance(value, torch.Tensor):
            raise self.lie("a parameter that is no tensor")
        return value

    def slope(self, node: Any) -> torch.Tensor | None:
        value = self.unpack(node)
        if value is not None and not isinstance(value, torch.Tensor):
            raise self.lie("a gradient that is no tensor")
        return value

    def slopes(self, node: Any) -> list[torch.Tensor | None]:
        values = self.unpack(node)
        if not isinstance(values, list) or not all(one is None or isinstance(one, torch.Tensor) for one in values):
            raise self.lie("gradients that are no tensors")
        return values

    def lie(self, why: str) -> WorkerLost:
        self._transport.distrust()
        return WorkerLost("crashed", ("lied", why))

    def _thing(self, ref: Ref) -> Handle:
        if ref.id // limits.HANDLES != self._request.number:
            raise WireError("it hands out what is not its own")
        return Handle(self._transport, ref, made_by=self._request.what)


def _replies(transport: Transport, requests: list[PackedCall]) -> list[_Answer]:
    """The answers to all requests; raises the first `StudentError` or `WorkerLost` among them."""
    answers = []
    for request, reply in zip(requests, transport.ask(requests), strict=False):
        if isinstance(reply, WorkerLost):
            transport.failed(reply)
            raise reply
        if isinstance(reply.message, (Raised, Refused)):
            error = StudentError.of(reply.message)
            transport.failed(error)
            raise error
        answers.append(_Answer(transport, request, reply))
    return answers
