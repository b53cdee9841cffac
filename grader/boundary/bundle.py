"""The untrusted side's own copy of the code that it runs.

A copy, so that a worker has neither the project's path in its memory nor a reason to read the project.
"""

import contextlib
import os
import shutil
import site
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grader
from grader.errors import EngineError

PARTS = ("__init__.py", "wire", "worker")
SCRATCH = "scratch"
"""The folder, in the copy's, where a worker without a sandbox works."""


@contextmanager
def bundle() -> Iterator[Path]:
    """A folder that holds `grader.wire` and `grader.worker` and nothing else, gone afterwards."""
    with contextlib.ExitStack() as stack:
        try:
            kept = tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(kept))
            _copy(folder)
        except OSError as error:  # shutil's own has a list in the place of a reason
            raise EngineError("temporary_refused", folder=_temporary(), problem=error.strerror or error) from None
        yield folder


def _copy(folder: Path) -> None:
    os.chmod(folder, 0o755)
    (folder / SCRATCH).mkdir()
    source, target = Path(grader.__file__).parent, folder / "grader"
    target.mkdir()
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source / part, target / part)


def _temporary() -> str:
    """The folder for temporary files, as far as one can be told."""
    return os.environ.get("TMPDIR", "") or tempfile.tempdir or "/tmp"


def environment(folder: Path) -> dict[str, str]:
    """The whole environment of a process of the untrusted side."""
    libraries = [path for path in [*site.getsitepackages(), site.getusersitepackages()] if os.path.isdir(path)]
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    if sys.platform != "win32":
        kept = {"PATH": "/usr/bin:/bin", "HOME": "/", "LANG": "C.UTF-8"}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(folder), *libraries]),
        "PYTHONHASHSEED": "0",  # the order of a student's sets is the same each time
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",  # a process with threads cannot get namespaces of its own
    }


def command(module: str, *arguments: str) -> list[str]:
    """The command line of a process of the untrusted side: no `.pth` file of the trusted side is read."""
    return [sys.executable, "-S", "-s", "-B", "-m", module, *arguments]
