"""What a file finds around it, as it would at home: `exit()` and `quit()`, copies of files, libraries that plot."""

import builtins
import pdb
import shutil
import sys

from grader.worker.absent import DRAWING, AbsentLibraries
from grader.worker.loader import SubmissionLoader


def settle_in(loader: SubmissionLoader) -> None:
    """Once in a worker, before the first file is read."""
    sys.breakpointhook = _stop_nowhere
    vars(pdb).update(set_trace=_stop_nowhere)
    # `site`, which is left out here, defines these two.
    vars(builtins).update(exit=sys.exit, quit=sys.exit)
    # The sandbox lets nobody change rights and times, and a copy in the scratch folder needs neither.
    vars(shutil).update(copymode=_copy_nothing, copystat=_copy_nothing)
    sys.meta_path[:0] = [AbsentLibraries(loader.filenames, DRAWING)]
    sys.meta_path += [loader, AbsentLibraries(loader.filenames)]


def _stop_nowhere(*arguments: object, **named: object) -> None:
    """In the place of the debugger, which a forgotten `breakpoint()` would start: nobody is there to use it."""


def _copy_nothing(source: object, target: object, *, follow_symlinks: bool = True) -> None:
    """In the place of `shutil.copymode` and `shutil.copystat`."""
