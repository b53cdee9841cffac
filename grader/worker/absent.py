"""Libraries that show things, where they are not installed: nothing is drawn, and what surrounds the drawing runs.

A lecture plots, and a student's file keeps the plot. Where `matplotlib`, `tqdm` or `pandas` is missing, the student's
`import` finds a stand-in. A progress bar is what it wraps and no more. All else takes any call and gives another
stand-in. Nothing can be computed from one: who tries is told which library is not installed.
"""

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, NoReturn

import numpy as np

DRAWING = ("matplotlib", "mpl_toolkits", "seaborn")
"""Nobody sees what they draw here, so they are not used even where they are installed: a font that is on the student's
machine alone, say, costs nothing, and every machine gives the same verdicts.
"""
LIBRARIES = (*DRAWING, "pandas", "tqdm")


class NotInstalled:
    """Something of a library that is not installed: takes any call, has any attribute, and keeps nothing."""

    def __init__(self, library: str, name: str = "") -> None:
        self._library, self._name = library, name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _named(self._library, name)

    def __call__(self, *args: Any, **named: Any) -> Any:
        answer = ANSWERS.get((self._library, self._name))
        return answer(*args, **named) if answer else self._another()

    def _another(self, *_: object) -> "NotInstalled":
        return NotInstalled(self._library)

    def __setitem__(self, key: object, value: object) -> None:
        """Nothing is kept."""

    def __enter__(self) -> "NotInstalled":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was begun."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __repr__(self) -> str:
        return f"<{self._library} is not installed here>"

    def __format__(self, form: str) -> str:
        return repr(self)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise ModuleNotFoundError(f"No module named {self._library!r}", name=self._library)

    __float__ = __int__ = __index__ = __array__ = __len__ = _refuse
    __getitem__ = __neg__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _another
    __truediv__ = __rtruediv__ = __pow__ = __lt__ = __gt__ = __le__ = __ge__ = _another


class Bar:
    """A progress bar that shows nothing: the items of what it wraps."""

    def __init__(self, iterable: Iterable[Any] = (), *_: object, **__: object) -> None:
        self.iterable = iterable
        self.n: float = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was shown."""

    def update(self, n: float = 1) -> None:
        self.n += n

    @staticmethod
    def write(text: str, *_: object, **__: object) -> None:
        print(text)

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


def _subplots(nrows: int = 1, ncols: int = 1, *_: Any, squeeze: bool = True, **__: Any) -> tuple[Any, Any]:
    axes = np.empty((nrows, ncols), dtype=object)
    for place in np.ndindex(nrows, ncols):
        axes[place] = NotInstalled("matplotlib")
    if squeeze:
        axes = axes.squeeze()
    return NotInstalled("matplotlib"), axes if axes.ndim else axes.item()


def _range(*numbers: int, **__: object) -> Bar:
    return Bar(range(*numbers))


def _read_file(*_: object, **__: object) -> NoReturn:
    raise ModuleNotFoundError("No module named 'pandas'", name="pandas")


ANSWERS: Mapping[tuple[str, str], Callable[..., Any]] = {
    ("matplotlib", "subplots"): _subplots,
    ("matplotlib", "plot"): lambda *_, **__: [NotInstalled("matplotlib")],
    ("matplotlib", "hist"): lambda *_, **__: tuple(NotInstalled("matplotlib") for _ in range(3)),
    ("tqdm", "tqdm"): Bar,
    ("tqdm", "tqdm_notebook"): Bar,
    ("tqdm", "trange"): _range,
    ("tqdm", "tnrange"): _range,
    **{("pandas", f"read_{form}"): _read_file for form in ("csv", "excel", "json", "table", "pickle")},
}
"""What files do more with than call it, by library and name."""


def _named(library: str, name: str) -> Any:
    """`tqdm.tqdm` is a class, and may be asked for its methods."""
    answer = ANSWERS.get((library, name))
    return answer if isinstance(answer, type) else NotInstalled(library, name)


class AbsentModule(ModuleType):
    """A module of a library that is not installed."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _named(self.__name__.partition(".")[0], name)


class AbsentLibraries(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Finds them for the student's files, `own`, and no library's; asked last, a real one goes first."""

    def __init__(self, own: Container[str], libraries: Container[str] = LIBRARIES) -> None:
        self._own, self._libraries = own, libraries

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        library, _, inner = fullname.partition(".")
        if library not in self._libraries or not self._is_asked_for_by_the_student():
            return None
        if inner and not isinstance(sys.modules.get(library), AbsentModule):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def _is_asked_for_by_the_student(self) -> bool:
        frame = sys._getframe(2)
        while frame.f_back and (frame.f_globals.get("__name__") or "").startswith("importlib"):
            frame = frame.f_back
        return frame.f_code.co_filename in self._own

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """It has nothing to run."""
