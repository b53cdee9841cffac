"""The log of what runs while a call is made, by torch's names for it, with the student's line where there is one.

A call is watched twice. `calls` sees what Python calls: torch's functions by a mode, those of the libraries that are
written in Python or C by a profile hook, which new threads have too, and what made the graph behind the answer.
`operators` sees what torch runs below that, on every thread where this torch can; it changes nothing that the call
could meet, so what is compiled or scripted runs as always.

The log stands among the student's code, which could take it down. What it did not see proves nothing; what it saw
counts; and a call of its own, before and after, must be among what it saw.
"""

import cmath
import contextlib
import inspect
import math
import os
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from types import BuiltinFunctionType, CodeType, FrameType, ModuleType
from typing import Any

import numpy
import torch
from torch.autograd import profiler
from torch.overrides import TorchFunctionMode

from grader.wire.messages import AFTER, BEFORE, Ran
from grader.wire.torch_internals import names_of_events, options_for_all_threads
from grader.worker.failures import plain
from grader.worker.watch import tensors_in

MOST = 2_000
MOST_EVENTS = 200_000
"""After so many calls the hook goes: a loop in Python takes many times as long with it."""

REPLACED = "torch.manual_seed"
"""torch's compiler replaces it."""

MOST_NODES = 500
MOST_FRAMES = 100
NAME = 120

LIBRARIES = tuple(os.path.dirname(module.__file__ or "") + os.sep for module in (torch, numpy))
OF_NUMBERS = ("cmath", "math", "numpy", "scipy", "torch")
OURS = "this module"
THREADS = ("start_new_thread", "start_joinable_thread")

mark, control, set_hook = profiler.record_function, torch.positive, sys.setprofile
"""Kept from before any student's code ran, as is torch's own log, which is not to be printed."""

os.environ["KINETO_LOG_LEVEL"] = "99"


class Log:
    """What was seen of one call; `own` are the names of the student's files."""

    def __init__(self, own: Collection[str]) -> None:
        self._own = own
        self._seen: dict[str, tuple[str, int]] = {}
        self._code: dict[CodeType, str] = {}
        self._events = 0
        self._stage = BEFORE
        self.complete = True
        self.threads = False

    def note(self, name: str, frame: FrameType | None = None) -> None:
        """Keep the name of something that ran, with the student's line below which it did."""
        if name not in self._seen:
            self.complete = self.complete and len(self._seen) < MOST
            if self.complete or name == AFTER:
                self._seen[name] = self._line(frame)

    def _line(self, frame: FrameType | None) -> tuple[str, int]:
        for _ in range(MOST_FRAMES):
            if frame is None:
                break
            if frame.f_code.co_filename in self._own:
                return frame.f_code.co_filename, frame.f_lineno
            frame = frame.f_back
        return "", 0

    # ── what Python calls ────────────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def calls(self, modules: Collection[ModuleType]) -> Iterator[None]:
        """Watch the functions that are called meanwhile; `modules` are the student's."""
        with _as_written(), _stood_in_for(self, modules), _Functions(self):
            control(_ONE)
            threading.setprofile(self._hook)
            set_hook(self._hook)
            try:
                yield
            finally:
                set_hook(None)
                threading.setprofile(None)
                self._stage = AFTER
                control(_ONE)

    def called(self, function: Any) -> None:
        """torch was called: `torch.autograd.grad`, `torch.stack`; a read of an attribute is none."""
        name = getattr(function, "__name__", "")
        if function is control:
            self.note(self._stage)
        elif isinstance(name, str) and name not in ("__get__", "__set__"):
            self.note(f"{getattr(function, '__module__', None) or 'torch'}.{name}", sys._getframe(2))

    def _hook(self, frame: FrameType, event: str, arg: Any) -> None:
        """Python's own hook: the first call into a library, from whatever is none."""
        self._events += 1
        if self._events > MOST_EVENTS:
            set_hook(None)
        elif event == "c_call":
            module, name = getattr(arg, "__module__", None), getattr(arg, "__name__", "")
            self.threads = self.threads or name in THREADS
            of_numbers = module.startswith(OF_NUMBERS) if module else not _is_pythons(arg)
            if of_numbers and not self._library(frame.f_code):
                self.note(f"{module or 'torch'}.{name}", frame)
        elif event == "call":
            name = self._library(frame.f_code)
            if name not in ("", OURS) and frame.f_back and not self._library(frame.f_back.f_code):
                self.note(name, frame)

    def _library(self, code: CodeType) -> str:
        """The full name of a library's function, empty for any other code."""
        if code not in self._code:
            file, found = code.co_filename, OURS if code.co_filename == __file__ else ""
            if file.startswith(LIBRARIES):
                base = next(os.path.dirname(top[:-1]) for top in LIBRARIES if file.startswith(top))
                place = file[len(base) + 1 :].removesuffix(".py").removesuffix(f"{os.sep}__init__")
                found = f"{place.replace(os.sep, '.')}.{code.co_name}"
            self._code[code] = found
        return self._code[code]

    # ── what made the answer, and what ran below ─────────────────────────────────────────────────────────────

    def graph(self, answer: Any) -> None:
        """The nodes of the graph behind an answer: `SoftmaxBackward0` is what softmax leaves there."""
        todo = [tensor.grad_fn for tensor in tensors_in(answer)]
        known: set[Any] = set()
        while todo and len(known) < MOST_NODES:
            node = todo.pop()
            if node is not None and node not in known:
                known.add(node)
                self.note(type(node).__name__)
                todo.extend(next_node for next_node, _ in node.next_functions)

    @contextlib.contextmanager
    def operators(self) -> Iterator[None]:
        """Watch what torch itself runs meanwhile, in every thread where its profiler can."""
        watched = profiler.profile(use_cpu=True, **options_for_all_threads())
        watched.__enter__()  # type: ignore[no-untyped-call]
        try:
            with mark(BEFORE):
                pass
            yield
        finally:
            with contextlib.suppress(Exception), mark(AFTER):
                pass
            names: set[str] = set()
            with contextlib.suppress(Exception):
                watched.__exit__(None, None, None)  # type: ignore[no-untyped-call]
                names = names_of_events(watched)
            for name in sorted(names):
                if "::" in name or name[-1:].isdigit():
                    self.note(name)

    def ran(self, error: str, changed: list[str]) -> Ran:
        """All of it, as data."""
        seen = [(plain(name, NAME), plain(file, NAME), line) for name, (file, line) in self._seen.items()]
        return Ran(seen, self.complete, self.threads, error, changed)


class StandIn:
    """Stands for a function of C that no hook sees (`numpy.tanh`, `math.tanh`), and tells a log when it is called."""

    def __init__(self, function: Any, name: str) -> None:
        self.function, self.name = function, name
        self.log: Log | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.log:
            self.log.note(self.name, sys._getframe(1))
        return self.function(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.function, name)

    def __instancecheck__(self, thing: object) -> bool:
        return isinstance(thing, self.function)


@contextlib.contextmanager
def _stood_in_for(log: Log, modules: Collection[ModuleType]) -> Iterator[None]:
    """Put them where the student's code finds such functions: in the libraries, and in its own files."""
    kept = [(vars(module), name, value) for module in modules for name, value in [*vars(module).items()]]
    places = [place for place in [*_PLACES, *kept] if id(place[2]) in _STAND_INS and place[0].get(place[1]) is place[2]]
    for stand_in in _STAND_INS.values():
        stand_in.log = log
    try:
        for space, name, value in places:
            space[name] = _STAND_INS[id(value)]
        yield
    finally:
        for space, name, value in places:
            if isinstance(space.get(name), StandIn):
                space[name] = value


class _Functions(TorchFunctionMode):
    """Tells a log of each function of torch's that Python calls."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._log.called(func)
        return func(*args, **(kwargs or {}))


def watch(
    how: str, call: Callable[[], Any], own: Collection[str], modules: Collection[ModuleType], mine: str = ""
) -> tuple[Any, Ran]:
    """Make a call and watch it: what it gave, None where it raised, and what was seen until then.

    `own` are the names of the student's files, `modules` what they became, and `mine` the one that the call is about.
    """
    others = [module for module in modules if module.__name__ != mine]
    log, answer, error = Log(own), None, ""
    functions = {f"{module.__name__}.{name}": value for module in others for name, value in _functions_of(module)}
    threads = threading.active_count()
    try:
        with log.operators() if how == "operators" else log.calls(modules):
            answer = call()
        if how == "calls":
            log.graph(answer)
    except BaseException as raised:  # whatever it is, what was seen until then counts
        error = type(raised).__name__
    log.threads = log.threads or threads > 1 or threading.active_count() > 1
    now = {f"{module.__name__}.{name}": value for module in others for name, value in _functions_of(module)}
    changed = [name for name, value in functions.items() if now.get(name) is not value]
    for place, space, were in _LIBRARY:
        changed += [f"{place}.{name}" for name, value in were.items() if space.get(name) is not value]
    return answer, log.ran(plain(error, NAME), [plain(name, NAME) for name in changed[:20] if name != REPLACED])


def _is_pythons(function: Any) -> bool:
    """Whether a method without a module is one of Python's own: `append`, `items`."""
    owner = function.__self__
    kind = owner if isinstance(owner, type) else type(owner)
    return kind.__module__ == "builtins"


def _functions_of(module: ModuleType) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in [*vars(module).items()] if callable(value)]


def _as_written() -> Any:
    """Have what is compiled run as it is written: torch's compiler takes a mode like this one into what it compiles."""
    if "torch._dynamo.eval_frame" in sys.modules and hasattr(torch.compiler, "set_stance"):
        return torch.compiler.set_stance("force_eager")
    return contextlib.nullcontext()


_ONE = torch.ones(1)
_STAND_INS = {
    id(value): StandIn(value, f"{module.__name__}.{name}")
    for module in (numpy, math, cmath)
    for name, value in vars(module).items()
    if isinstance(value, (numpy.ufunc, BuiltinFunctionType) if module is numpy else BuiltinFunctionType)
    or value is numpy.broadcast
}
_PLACES = [
    (vars(module), name, value)
    for module in (numpy, math, cmath)
    for name, value in vars(module).items()
    if id(value) in _STAND_INS
]
_LIBRARY = [
    (place, vars(thing), {name: value for name, value in vars(thing).items() if inspect.isroutine(value)})
    for place, thing in (("torch", torch), ("torch.nn.functional", torch.nn.functional), ("torch.Tensor", torch.Tensor))
]
"""torch's functions as they were before any student's code ran."""
