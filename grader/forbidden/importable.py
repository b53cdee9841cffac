"""Which of a submission's files its code can import, by each name that leads there.

None that bears the name of a library that is here, as libraries are found first; a `winreg.py` is the submission's
where Python has none. What a package does not have is looked for beside it, and what is not at the top in the
sub-folders, as the worker's loader does.
"""

import functools
from collections.abc import Mapping
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder

from grader.boundary.bundle import import_path
from grader.forbidden.source import ParsedSource

LOADED = frozenset({"__main__", "grader"})
"""Modules that are in every worker from the start."""


def importable(files: Mapping[str, ParsedSource]) -> dict[str, ParsedSource]:
    """The files that an import reaches; a `torch.py` of the submission is not what `import torch` means."""
    own = {name: file for name, file in files.items() if not _is_a_librarys(name.partition(".")[0])}
    packages = {".".join(parts[:end]) for parts in (name.split(".") for name in own) for end in range(1, len(parts))}
    beside = {f"{package}.{name}": file for package in packages for name, file in own.items() if "." not in name}
    inner = {name.rpartition(".")[2]: file for name, file in own.items()}
    return {**inner, **beside, **{name.removesuffix(".__init__"): file for name, file in own.items()}}


@functools.lru_cache(maxsize=1024)
def _is_a_librarys(name: str) -> bool:
    """Whether a worker finds a library of this name: it has this process's own import path."""
    if name in LOADED or BuiltinImporter.find_spec(name) or FrozenImporter.find_spec(name):
        return True
    return PathFinder.find_spec(name, import_path()) is not None
