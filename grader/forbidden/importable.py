"""Which of a submission's files its code can import: none that bears a library's name, as libraries are found first."""

import functools
import sys
from collections.abc import Mapping
from importlib.machinery import PathFinder

from grader.forbidden.source import ParsedSource

INSTALLED = ("site-packages", "dist-packages")


def importable(files: Mapping[str, ParsedSource]) -> dict[str, ParsedSource]:
    """The files that an import reaches; a `torch.py` of the submission is not what `import torch` means."""
    return {name: file for name, file in files.items() if not _is_a_librarys(name)}


@functools.cache
def _is_a_librarys(name: str) -> bool:
    if name in sys.stdlib_module_names or name == "__main__":
        return True
    return PathFinder.find_spec(name, [entry for entry in sys.path if entry.endswith(INSTALLED)]) is not None
