"""The `grader` command.

`python -m` puts the current folder on the import path, as an empty part of PYTHONPATH does. It may be a submission's,
whose `rich.py` nobody wants to run on the trusted side: so it goes before anything else is imported.
"""

import os
import site
import sys

OWN = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
KEPT = {OWN, *map(os.path.realpath, [*site.getsitepackages(), site.getusersitepackages()])}
HERE = os.path.realpath(os.curdir)

if HERE not in KEPT:
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry) != HERE]

from grader.cli import main  # noqa: E402 - from a path without the current folder

__all__ = ["main"]

if __name__ == "__main__":
    main()
