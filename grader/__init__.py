"""autograto: a grader that runs hidden suites against code it does not trust.

In a notebook, `grader.check("gradient")` or `%%check gradient` runs the public tests on what the notebook holds. A
worker's copy of this package has no more than it needs to run a student's code. There, both do nothing.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

__version__ = "0.1.0"


def check(exercise: str = "", section: str = "") -> Any:
    """Run the public tests of an exercise, or of a section, on what this notebook holds; what is shown of them.

    `"cost"`, `"s3 cost"`, or `section="s3"` beside it; without an exercise, all of the section.
    """
    notebook = _notebook()
    return notebook.check(exercise, section) if notebook else None


def section(id: str) -> None:
    """Say which section this notebook is about, so that `check("cost")` means the one of this section."""
    notebook = _notebook()
    if notebook:
        notebook.section(id)


def load_ipython_extension(shell: Any) -> None:
    """Add `%check` and `%%check` to a notebook; importing this package does so as well."""
    shell.register_magic_function(_magic, "line_cell", "check")


def _magic(line: str, cell: str | None = None) -> Any:
    notebook = _notebook()
    return notebook.magic(line, cell) if notebook else None


def _notebook() -> ModuleType | None:
    """What does it, imported when it is first asked for; None in a worker."""
    try:
        return importlib.import_module("grader.notebook")
    except ModuleNotFoundError as error:
        if error.name != "grader.notebook":
            raise
        return None


_shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
if _shell is not None:
    load_ipython_extension(_shell)
