"""What a call does besides answering: output, warnings, torch's global settings, memory shared with arguments."""

import random
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch.backends import cudnn, mkldnn

from grader.wire import limits
from grader.wire.torch_internals import PRINT_OPTS, inference_mode
from grader.worker.failures import plain
from grader.worker.printed import Printed

WARNINGS = 20


_entered: list[Any] = []
"""Modes that nobody leaves: they hold as long as they are kept."""


def _enter(mode: Any) -> None:
    mode.__enter__()
    _entered.append(mode)


SETTINGS: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
    "default dtype": (torch.get_default_dtype, torch.set_default_dtype),
    "grad mode": (torch.is_grad_enabled, torch.set_grad_enabled),
    "number of threads": (torch.get_num_threads, torch.set_num_threads),
    "deterministic algorithms": (torch.are_deterministic_algorithms_enabled, torch.use_deterministic_algorithms),
    "anomaly detection": (torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly),
    "float32 matmul precision": (torch.get_float32_matmul_precision, torch.set_float32_matmul_precision),
    "flush of subnormals": (lambda: bool(torch.tensor(1e-310, dtype=torch.float64, device="cpu").mul(1).item() == 0.0),
                            torch.set_flush_denormal),
    "default device": (torch.get_default_device, torch.set_default_device),
    "inference mode": (torch.is_inference_mode_enabled, lambda on: _enter(inference_mode(on))),
    "print options": (lambda: dict(vars(PRINT_OPTS)), lambda options: vars(PRINT_OPTS).update(options)),
    "repeated warnings": (torch.is_warn_always_enabled, torch.set_warn_always),
    "cuDNN's benchmark": (lambda: cudnn.benchmark, lambda on: setattr(cudnn, "benchmark", on)),
    "use of oneDNN": (lambda: mkldnn.enabled, lambda on: setattr(mkldnn, "enabled", on)),
}  # fmt: skip
QUICK = ("default dtype", "grad mode", "default device", "inference mode")
"""What mistakes change most often; put back before each call, so that one mistake costs one test."""


class Watch:
    """Seeds, puts settings back, and sees what a call did besides answering."""

    def __init__(self, output: Printed | None = None) -> None:
        self.output = output or Printed()
        self.room = limits.PRINTED_TOGETHER
        """Characters that may still be told of what is printed."""
        self.output.put_in_place()
        self._baseline = self.settings()
        self._filters = [*warnings.filters]

    def settings(self) -> dict[str, Any]:
        return {name: read() for name, (read, _) in SETTINGS.items()}

    def printed(self) -> str:
        """The beginning of what was printed since the last time."""
        text = self.output.take()[: min(limits.PRINTED, self.room)]
        self.room -= len(text)
        if text:  # a warning may be in it, and is shown again where it comes again
            with warnings.catch_warnings():
                pass
        return text

    def restore(self) -> None:
        """Put back what an earlier call may have left changed."""
        self.output.put_in_place()
        if warnings.filters != self._filters:
            warnings.resetwarnings()
            warnings.filters.extend(self._filters)  # type: ignore[attr-defined]
        for name in QUICK:
            read, write = SETTINGS[name]
            if read() != self._baseline[name]:
                write(self._baseline[name])

    def keep_filters(self, own: Iterable[str]) -> None:
        """The filters of warnings as a file has left them are its own, and hold in each call; `own` are its modules."""
        if any(action == "error" for action, *_ in warnings.filters):
            spare_libraries(own)
        self._filters = [*warnings.filters]

    def restore_all(self) -> list[str]:
        """Put every setting back; the names of those that had been changed."""
        now = self.settings()
        changed = [name for name, value in now.items() if value != self._baseline[name]]
        for name in changed:
            SETTINGS[name][1](self._baseline[name])
        return changed


OF_VERSIONS = (DeprecationWarning, FutureWarning, PendingDeprecationWarning)
OF_TORCHS_LIBRARY = r"(?s).*\(Triggered internally at "


def spare_libraries(own: Iterable[str]) -> None:
    """Let no warning be an error of which a file at home knows nothing.

    That is one about a version, one of torch's library of C++, which comes with each version anew, and one for which
    a line of `own` is not to blame: it is a library's, or this worker's.
    """
    for category in OF_VERSIONS:
        warnings.filterwarnings("ignore", category=category)
    warnings.filterwarnings("ignore", message=OF_TORCHS_LIBRARY)
    warnings.filterwarnings("ignore", module=rf"(?!(?:{'|'.join(map(re.escape, own))})\Z)")


def seed_all(seed: int) -> None:
    """Seed torch's, Python's and NumPy's generators.

    Not by `torch.manual_seed`: for devices that are not in use it writes the whole stack down, at each call.
    """
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]
        torch.cuda.manual_seed_all(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)


class CaughtWarnings(warnings.catch_warnings):
    """The texts of the warnings of a call, each once."""

    def __init__(self) -> None:
        super().__init__(record=True)

    def __enter__(self) -> Any:
        self.log = super().__enter__()
        warnings.simplefilter("always")
        return self

    def texts(self) -> list[str]:
        return [plain(str(entry.message), 1_000) for entry in (self.log or [])[:WARNINGS]]


def tensors_in(value: Any, depth: int = 0) -> Iterator[torch.Tensor]:
    """The tensors (and arrays, as tensors) in a value and in its containers."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        yield torch.from_numpy(value)
    elif depth < 4 and isinstance(value, (tuple, list)):
        for item in value:
            yield from tensors_in(item, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for item in value.values():
            yield from tensors_in(item, depth + 1)


def shared(answer: Any, arguments: Sequence[Any]) -> list[int]:
    """Which arguments share memory with a tensor of the answer."""
    mine = {pointer for tensor in tensors_in(answer) if (pointer := _memory(tensor))}
    return [
        index
        for index, argument in enumerate(arguments)
        if any(_memory(tensor) in mine for tensor in tensors_in(argument))
    ]


def _memory(tensor: torch.Tensor) -> int:
    return tensor.untyped_storage().data_ptr() if tensor.layout is torch.strided else 0
