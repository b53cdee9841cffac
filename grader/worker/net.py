"""The second net under a ✗: the operations that ran while a call was made, by torch's own names for them.

It stands among the student's code, which could take it down. So what it did not see proves nothing; what it saw is
worth a word. The proof is the reading of the source, on the trusted side.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

MOST = 500


class _Seen(set[str]):
    """Names, so many at most."""

    def add(self, name: str) -> None:
        if len(self) < MOST:
            super().add(name)


class _Functions(TorchFunctionMode):
    """Sees what Python calls: `torch.autograd.grad`."""

    def __init__(self, seen: _Seen) -> None:
        self._seen = seen

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._seen.add(f"{getattr(func, '__module__', None) or 'torch'}.{getattr(func, '__name__', '')}")
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):
    """Sees what torch itself calls below that: `aten.sigmoid`."""

    def __init__(self, seen: _Seen) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._seen = seen

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._seen.add(f"aten.{func.overloadpacket.__name__}")
        return func(*args, **(kwargs or {}))


@contextlib.contextmanager
def net() -> Iterator[set[str]]:
    """The names of the operations that run meanwhile."""
    seen = _Seen()
    with _Functions(seen), _Operators(seen):
        yield seen
