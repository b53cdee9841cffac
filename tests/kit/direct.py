"""The code under test in this very process: a subject with the face that suites know, whose functions are just called.

For the lanes of the benchmarks that the grader is compared with. Nothing here protects anybody from what it calls, and
what a call does besides answering is told as far as the course's suites look at it.
"""

import contextlib
import io
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn

from grader.boundary.answers import Gradients, ModuleView, Observation, StudentError, same
from grader.worker.watch import seed_all, shared, tensors_in

LIKE_A_TEST = (KeyboardInterrupt, SystemExit)


class Direct:
    """Something that can be called here."""

    def __init__(self, target: Callable[..., Any], name: str = "", **options: Any) -> None:
        self._target = target
        self._name = name
        self._options = options

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return shown(self._call(args, kwargs))

    def options(self, **options: Any) -> "Direct":
        return type(self)(self._target, self._name, **{**self._options, **options})

    def map(self, arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        return [self(*args) for args in arguments]

    def repeat(self, times: int, *args: Any, **kwargs: Any) -> list[Any]:
        self._seed()
        return [shown(raised_as_data(self._target, own(args), own(kwargs))) for _ in range(times)]

    def observe(self, *args: Any, **kwargs: Any) -> Observation:
        given, named = own(args), own(kwargs)
        before, now = [*args, *kwargs.values()], [*given, *named.values()]
        self._seed()
        with contextlib.redirect_stdout(io.StringIO()) as printed, warnings.catch_warnings(record=True) as caught:
            dtype = torch.get_default_dtype()
            answer = raised_as_data(self._target, given, named)
        settings = ("default_dtype",) if torch.get_default_dtype() != dtype else ()
        torch.set_default_dtype(dtype)
        names = [f"argument {position}" for position in range(1, len(args) + 1)] + list(kwargs)
        changed = [
            name
            for name, was, became in zip(names, before, now, strict=True)
            if not isinstance(was, Direct)
            and (not same(was, became) or any(tensor.grad is not None for tensor in tensors_in(became)))
        ]
        return Observation(
            shown(answer),
            [shown(value) for value in given],
            {name: shown(value) for name, value in named.items()},
            tuple(changed),
            tuple(place for place, value in enumerate(now) if value is answer),
            tuple(shared(answer, now)),
            printed.getvalue(),
            tuple(str(one.message) for one in caught),
            settings,
        )

    def gradients(self, *args: Any, **kwargs: Any) -> Gradients:
        given, named = own(args), own(kwargs)
        self._seed()
        answer = raised_as_data(self._target, given, named)
        inputs = [one for value in [*given, *named.values()] for one in tensors_in(value) if one.requires_grad]
        module = self._target if isinstance(self._target, nn.Module) else None
        parameters = dict(module.named_parameters()) if module else {}
        wanted = inputs + [one for one in parameters.values() if one.requires_grad]
        output, cotangent = self._options.get("output"), self._options.get("cotangent")
        result = answer[output] if output is not None else answer
        found: list[Any] = [None] * len(wanted)
        if isinstance(result, torch.Tensor) and result.requires_grad and wanted:
            weights = torch.ones_like(result) if cotangent is None else cotangent.to(result.dtype)
            found = list(torch.autograd.grad(result, wanted, weights.reshape(result.shape), allow_unused=True))
        rest = iter(found[len(inputs) :])
        slopes = {name: next(rest) if one.requires_grad else None for name, one in parameters.items()}
        value = answer.detach() if isinstance(answer, torch.Tensor) else answer
        return Gradients(shown(value), found[: len(inputs)], slopes)

    def _call(self, args: Any, kwargs: Any) -> Any:
        self._seed()
        return raised_as_data(self._target, own(args), own(kwargs))

    def _seed(self) -> None:
        seed = self._options.get("seed", "course")
        if seed is not None:
            seed_all(0 if isinstance(seed, str) else seed)


class DirectFunction(Direct):
    """A function of a module, with its source."""

    def source(self) -> str:
        return SOURCES.get(self._target.__module__, "")


SOURCES: dict[str, str] = {}


class DirectThing(Direct):
    """A module, or whatever else would stay in the worker."""

    @property
    def kind(self) -> str:
        return "module" if isinstance(self._target, nn.Module) else "function" if callable(self._target) else "other"

    @property
    def type_name(self) -> str:
        return type(self._target).__name__

    def invoke(self, method: str, *args: Any, **kwargs: Any) -> Any:
        return Direct(getattr(self._target, method), method, **self._options)(*args, **kwargs)

    def view(self) -> ModuleView:
        module: Any = self._target
        parameters = list(module.named_parameters())
        return ModuleView(
            type(module).__name__,
            isinstance(module, nn.Sequential),
            module.training,
            {name: value.detach().clone().requires_grad_(value.requires_grad) for name, value in parameters},
            {name: value.grad for name, value in parameters},
            dict(module.named_buffers()),
            [(name, type(child).__name__) for name, child in module.named_modules()],
            {name: child.training for name, child in module.named_modules()},
        )

    def set_parameters(self, values: dict[str, torch.Tensor]) -> None:
        parameters: Any = dict(self._target.named_parameters())  # type: ignore[attr-defined]
        with torch.no_grad():
            for name, value in values.items():
                if name not in parameters:
                    raise StudentError("", refusal="no_parameter", names=(name,))
                parameters[name].copy_(value)

    def set_grads(self, values: dict[str, torch.Tensor]) -> None:
        parameters: Any = dict(self._target.named_parameters())  # type: ignore[attr-defined]
        for name, value in values.items():
            parameters[name].grad = value


class DirectSubject:
    """A module whose names are called directly."""

    def __init__(self, module: types.ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> DirectFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return DirectFunction(self._named(name), name)

    def value(self, name: str) -> Any:
        return shown(self._named(name))

    def define(self, text: str) -> "DirectSubject":
        source = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n" + text
        return DirectSubject(module_of("made", source))

    def _named(self, name: str) -> Any:
        if not hasattr(self._module, name):
            raise StudentError("", refusal="undefined", names=(name,))
        return getattr(self._module, name)


def module_of(name: str, source: str) -> types.ModuleType:
    """A module made from its source."""
    module = types.ModuleType(name)
    exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    SOURCES[name] = source
    return module


@contextlib.contextmanager
def modules_of(files: dict[str, str]) -> Iterator[dict[str, types.ModuleType | StudentError]]:
    """The modules of a submission, which can import each other; in the place of a broken one, what was wrong."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, f"{name}.py").write_text(text, encoding="utf-8")
        sys.path.insert(0, folder)
        found: dict[str, types.ModuleType | StudentError] = {}
        try:
            for name, text in files.items():
                sys.modules.pop(name, None)
                SOURCES[name] = text
                try:
                    found[name] = __import__(name)
                except LIKE_A_TEST:
                    raise
                except BaseException as error:
                    found[name] = as_data(error)
            yield found
        finally:
            sys.path.remove(folder)
            for name in files:
                sys.modules.pop(name, None)


def raised_as_data(target: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """What a call gives; what it raises arrives as suites know it."""
    if not callable(target):
        raise StudentError("", refusal="not_callable", names=(str(target),))
    try:
        return target(*args, **kwargs)
    except LIKE_A_TEST:
        raise
    except BaseException as error:
        raise as_data(error) from None


def as_data(error: BaseException) -> StudentError:
    bases = tuple(kind.__name__ for kind in type(error).__mro__[:-1])
    return StudentError(type(error).__name__, bases, str(error)[:500])


def own(value: Any) -> Any:
    """A copy that the code under test may write into, with the things behind what stands for them."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, (list, tuple)):
        return type(value)(own(one) for one in value)
    if isinstance(value, dict):
        return {key: own(one) for key, one in value.items()}
    return value._target if isinstance(value, Direct) else value


def shown(value: Any) -> Any:
    """A value as a suite sees it: what cannot be sent stands for itself."""
    if isinstance(value, (nn.Module, types.FunctionType, types.MethodType, type)):
        return DirectThing(value)
    if type(value) in (list, tuple):
        return type(value)(shown(one) for one in value)
    if type(value) is dict:
        return {key: shown(one) for key, one in value.items()}
    return value.detach().requires_grad_(value.requires_grad) if isinstance(value, nn.Parameter) else value
