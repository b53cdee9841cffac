"""Which of a submission's files its code can import, by each name that leads there.

None that bears a library's name, as libraries are found first. What a package does not have is looked for beside it,
and what is not at the top in the sub-folders, as the worker's loader does.
"""

import functools
import sys
from collections.abc import Mapping
from importlib.machinery import PathFinder

from grader.forbidden.source import ParsedSource

INSTALLED = ("site-packages", "dist-packages")


def importable(files: Mapping[str, ParsedSource]) -> dict[str, ParsedSource]:
    """The files that an import reaches; a `torch.py` of the submission is not what `import torch` means."""
    own = {name: file for name, file in files.items() if not _is_a_librarys(name.partition(".")[0])}
    packages = {".".join(parts[:end]) for parts in (name.split(".") for name in own) for end in range(1, len(parts))}
    beside = {f"{package}.{name}": file for package in packages for name, file in own.items() if "." not in name}
    inner = {name.rpartition(".")[2]: file for name, file in own.items()}
    return {**inner, **beside, **{name.removesuffix(".__init__"): file for name, file in own.items()}}


@functools.cache
def _is_a_librarys(name: str) -> bool:
    if name in sys.stdlib_module_names or name == "__main__":
        return True
    return PathFinder.find_spec(name, [entry for entry in sys.path if entry.endswith(INSTALLED)]) is not None
