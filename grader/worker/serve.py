"""The worker's loop: one request, one reply, until the socket closes."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import msgspec
import torch
from torch import nn

from grader.wire import limits
from grader.wire.frames import Stream, WireError, pack, read_frame, unpack
from grader.wire.messages import (
    Answer,
    Batch,
    Define,
    Done,
    Fetch,
    Fill,
    Import,
    Invoke,
    Load,
    Look,
    Raised,
    Refusal,
    Refused,
    Seen,
    Slopes,
    Viewed,
    requests,
)  # fmt: skip
from grader.wire.nodes import Ref
from grader.wire.packing import Packer
from grader.wire.unpacking import Unpacker
from grader.worker.failures import describe
from grader.worker.loader import SubmissionLoader
from grader.worker.runtime import watch
from grader.worker.streams import Closed
from grader.worker.surroundings import settle_in
from grader.worker.watch import CaughtWarnings, Watch, seed_all, shared, tensors_in

NAME = 200
KEPT = 4_096
"""Handles that a worker keeps; the oldest go first."""


class Unanswerable(Exception):
    """A request that cannot be carried out, and the names that this is about."""

    def __init__(self, why: Refusal, *names: str) -> None:
        super().__init__(why)
        self.why = why
        self.names = [name[:NAME] for name in names]


class Server:
    """Holds the student's modules and the things that stay, and answers requests about them."""

    def __init__(self) -> None:
        self._loader = SubmissionLoader()
        self._watch = Watch()
        self._things: OrderedDict[int, Any] = OrderedDict()
        self._seed = 0
        settle_in(self._loader)

    def run(self, stream: Stream) -> None:
        """Serve until the other side has gone."""
        waiting: list[bytes] = []
        try:
            while True:
                if not waiting:
                    self._watch.room = limits.PRINTED_TOGETHER
                frame = waiting.pop(0) if waiting else read_frame(stream)
                message, blobs = unpack(frame, requests)
                if isinstance(message, Batch):
                    waiting = [read_frame(stream) for _ in range(message.count)]
                else:
                    stream.write(self._reply(message, blobs))
        except Closed:
            return

    def _reply(self, message: Any, blobs: list[memoryview]) -> bytes:
        number = getattr(message, "number", 0)
        packer = Packer(self._keeper(number), aliased=False)
        try:
            reply = _ANSWERS[type(message)](self, message, Unpacker(blobs, self._thing), packer)
            return pack(reply, packer.blobs)
        except Unanswerable as reason:
            return pack(Refused(number, reason.why, reason.names), [])
        except WireError as limit:
            return pack(Refused(number, "unsendable", [str(limit)[:NAME]]), [])
        except BaseException as error:  # whatever it is, it is the student's and becomes data
            return self._told(error, number)

    def _told(self, error: BaseException, number: int) -> bytes:
        try:
            return pack(describe(error, number, self._loader.filenames, self._watch.printed()), [])
        except BaseException:  # it lies about itself
            return pack(Raised(number, "Exception", ["Exception"], "(this error cannot be read)", []), [])

    # ── things that stay ─────────────────────────────────────────────────────────────────────────────────────

    def _keeper(self, number: int) -> Callable[[object], Ref]:
        first = number * limits.HANDLES
        given = 0

        def keep(thing: object) -> Ref:
            nonlocal given
            if given == limits.HANDLES:
                raise WireError(f"more than {limits.HANDLES} things that cannot be sent, in one answer")
            handle = first + given
            given += 1
            self._things[handle] = thing
            self._things.move_to_end(handle)
            if len(self._things) > KEPT:
                self._things.popitem(last=False)
            return Ref(handle, _kind(thing), _type_name(thing))

        return keep

    def _thing(self, ref: Ref) -> Any:
        if ref.id not in self._things:
            raise Unanswerable("stale")
        return self._things[ref.id]

    # ── requests ─────────────────────────────────────────────────────────────────────────────────────────────

    def _load(self, ask: Load, values: Unpacker, packer: Packer) -> Done:
        for source in ask.sources:
            self._loader.add(source)
        self._seed = ask.seed
        return Done()

    def _import(self, ask: Import, values: Unpacker, packer: Packer) -> Done:
        self._things.clear()  # what an earlier module's calls gave is nothing to this one's
        self._watch.restore()
        seed_all(self._seed)
        self._loader.module(ask.module)
        self._watch.keep_filters(self._loader.names)
        self._watch.output.take()
        return Done(cells=[cell.told for cell in self._loader.cells.get(ask.module, ())[: limits.CELLS]])

    def _define(self, ask: Define, values: Unpacker, packer: Packer) -> Done:
        self._loader.define(ask.module, ask.text)
        return Done()

    def _fetch(self, ask: Fetch, values: Unpacker, packer: Packer) -> Answer:
        return Answer(ask.number, packer.pack(self._named(ask.module, ask.name)))

    def _invoke(self, ask: Invoke, values: Unpacker, packer: Packer) -> Answer:
        self._watch.restore()
        self._watch.output.take()
        target = self._target(ask)
        args = [values.unpack(node) for node in ask.args]
        kwargs = {name: values.unpack(node) for name, node in ask.kwargs}
        cotangent = values.unpack(ask.cotangent)
        if ask.seed is not None:
            seed_all(ask.seed)
        if ask.observe:
            return self._observed(ask, target, args, kwargs, packer)
        if ask.repeat:
            answers = [target(*args, **kwargs) for _ in range(ask.repeat)]
            return Answer(ask.number, packer.pack(answers), printed=self._watch.printed())
        if ask.watched:
            return self._watched(ask, target, args, kwargs, packer)
        answer = target(*args, **kwargs)
        if ask.gradients:
            slopes = _slopes(answer, ask.output, cotangent, [*args, *kwargs.values()], target, packer)
            return Answer(ask.number, packer.pack(answer), None, slopes, printed=self._watch.printed())
        return Answer(ask.number, packer.pack(answer), printed=self._watch.printed())

    def _watched(
        self, ask: Invoke, target: Callable[..., Any], args: list[Any], kwargs: dict[str, Any], packer: Packer
    ) -> Answer:
        loader, modules = self._loader, [*self._loader.built.values()]
        answer, ran = watch(ask.watched, lambda: target(*args, **kwargs), loader.filenames, modules, ask.module)
        self._watch.output.take()
        try:
            return Answer(ask.number, packer.pack(answer), ran=ran)
        except WireError:  # what cannot be sent is no answer, but what was seen is
            return Answer(ask.number, None, ran=msgspec.structs.replace(ran, error="WireError"))

    def _observed(
        self, ask: Invoke, target: Callable[..., Any], args: list[Any], kwargs: dict[str, Any], packer: Packer
    ) -> Answer:
        self._watch.restore_all()
        with CaughtWarnings() as caught:
            answer = target(*args, **kwargs)
        settings = self._watch.restore_all()
        everything = [*args, *kwargs.values()]
        seen = Seen(
            arguments=[packer.pack(value) for value in args],
            keywords=[(name, packer.pack(value)) for name, value in kwargs.items()],
            grads=[packer.pack([tensor.grad for tensor in tensors_in(value)]) for value in everything],
            is_argument=[index for index, value in enumerate(everything) if value is answer],
            shares_memory=shared(answer, everything),
            stdout=self._watch.output.take(),
            warnings=caught.texts(),
            settings_changed=settings,
        )
        return Answer(ask.number, packer.pack(answer), seen)

    def _look(self, ask: Look, values: Unpacker, packer: Packer) -> Viewed:
        module = self._module(ask.handle)
        parameters = list(module.named_parameters())
        return Viewed(
            ask.number,
            _type_name(module),
            isinstance(module, nn.Sequential),
            bool(module.training),
            [(name, packer.pack(value)) for name, value in parameters],
            [(name, packer.pack(value.grad)) for name, value in parameters],
            [(name, packer.pack(value)) for name, value in module.named_buffers()],
            [(name, _type_name(child)) for name, child in module.named_modules()],
            [(name, bool(child.training)) for name, child in module.named_modules()],
        )

    def _fill(self, ask: Fill, values: Unpacker, packer: Packer) -> Done:
        parameters = dict(self._module(ask.handle).named_parameters())
        for name, node in ask.values:
            if name not in parameters:
                raise Unanswerable("no_parameter", name)
            value = values.unpack(node)
            with torch.no_grad():
                if ask.grads:
                    parameters[name].grad = value
                else:
                    parameters[name].copy_(value)
        return Done(ask.number)

    # ── what a request is about ──────────────────────────────────────────────────────────────────────────────

    def _named(self, module: str, name: str) -> Any:
        built = self._loader.module(module)
        if not hasattr(built, name):
            if why := self._loader.why_undefined(module, name):
                raise why
            raise Unanswerable("undefined", name, str(built.__file__))
        return getattr(built, name)

    def _target(self, ask: Invoke) -> Callable[..., Any]:
        target = self._thing(Ref(ask.handle)) if ask.handle else self._named(ask.module, ask.name)
        if ask.handle and ask.name:
            if not hasattr(target, ask.name):
                raise Unanswerable("no_attribute", _type_name(target), ask.name)
            target = getattr(target, ask.name)
        if not callable(target):
            raise Unanswerable("not_callable", ask.name, _type_name(target))
        return target  # type: ignore[no-any-return]

    def _module(self, handle: int) -> nn.Module:
        module = self._thing(Ref(handle))
        if not isinstance(module, nn.Module):
            raise Unanswerable("not_a_module", _type_name(module))
        return module


_ANSWERS: dict[type, Callable[[Server, Any, Unpacker, Packer], Any]] = {
    Load: Server._load, Import: Server._import, Define: Server._define, Fetch: Server._fetch,
    Invoke: Server._invoke, Look: Server._look, Fill: Server._fill,
}  # fmt: skip


def _slopes(
    answer: Any, output: int | None, cotangent: Any, arguments: list[Any], target: object, packer: Packer
) -> Slopes:
    """The gradients of the sum of answer times cotangent, by each input and each parameter that asks for one."""
    inputs = [tensor for value in arguments for tensor in tensors_in(value) if tensor.requires_grad]
    named = list(target.named_parameters()) if isinstance(target, nn.Module) else []
    wanted = inputs + [parameter for _, parameter in named if parameter.requires_grad]
    result = answer[output] if output is not None else answer
    found: list[Any] = [None] * len(wanted)
    if isinstance(result, torch.Tensor) and result.requires_grad and wanted:
        weights = torch.ones_like(result) if cotangent is None else cotangent.to(result.dtype)
        if weights.numel() != result.numel():
            raise Unanswerable("answer_shape", str(tuple(result.shape)), str(tuple(weights.shape)))
        found = list(torch.autograd.grad(result, wanted, weights.reshape(result.shape), allow_unused=True))
    rest = iter(found[len(inputs) :])
    return Slopes(
        [packer.pack(slope) for slope in found[: len(inputs)]],
        [(name, packer.pack(next(rest) if parameter.requires_grad else None)) for name, parameter in named],
    )


def _kind(thing: object) -> str:
    if isinstance(thing, nn.Module):
        return "module"
    return "function" if callable(thing) else "other"


def _type_name(thing: object) -> str:
    name = type(thing).__name__
    if isinstance(thing, torch.Tensor) and type(thing) in (torch.Tensor, nn.Parameter):
        return f"{str(thing.layout).removeprefix('torch.')} tensor of {thing.dtype} on {thing.device}"[:200]
    return str(name)[:200]
