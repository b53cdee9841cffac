"""The untrusted side's own copy of the code that it runs.

A copy, so that a worker has neither the project's path in its memory nor a reason to read the project.
"""

import contextlib
import importlib.util
import json
import os
import shutil
import site
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import grader
from grader.errors import EngineError
from grader.inert import inert_line

PARTS = ("__init__.py", "wire", "worker")
SCRATCH = "scratch"
"""The folder, in the copy's, where a worker without a sandbox works."""


LIBRARIES = "LD_LIBRARY_PATH"
PROJECT = "pyproject.toml"
BEGIN = """
import json
import runpy
import sys
sys.path[:], sys.argv[:] = json.loads(sys.argv[1]), sys.argv[2:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
COMPARED = ("msgspec", "numpy", "torch")


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


def environment() -> dict[str, str]:
    """The whole environment of a process of the untrusted side."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    if sys.platform != "win32":
        kept = {"PATH": "/usr/bin:/bin", "HOME": "/", "LANG": "C.UTF-8"}
    libraries = [part for part in os.environ.get(LIBRARIES, "").split(os.pathsep) if os.path.isabs(part)]
    if libraries:
        kept[LIBRARIES] = os.pathsep.join(libraries)
    return {
        **kept,
        "PYTHONHASHSEED": "0",  # the order of a student's sets is the same each time
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",  # a process with threads cannot get namespaces of its own
    }


def command(folder: Path, module: str, *arguments: str) -> list[str]:
    """The command line of a process of the untrusted side: no `.pth` file of the trusted side is read again."""
    path = json.dumps([str(folder), *import_path()])
    return [sys.executable, "-S", "-s", "-B", "-c", BEGIN, path, module, *arguments]


def import_path() -> list[str]:
    """This process's own import path, in its order, without what is no place of packages.

    That is the script's folder, a project's, and each that the current folder lies in, which is a course's.
    """
    script, here = os.path.dirname(os.path.realpath(sys.argv[0])), Path.cwd()
    packages = {os.path.realpath(path) for path in [*site.getsitepackages(), site.getusersitepackages()]}
    return [
        entry
        for entry in dict.fromkeys(sys.path)
        if os.path.isabs(entry)
        and (
            (real := os.path.realpath(entry)) in packages
            or not (real == script or here.is_relative_to(real) or os.path.exists(os.path.join(real, PROJECT)))
        )
    ]


def check_same(found: Mapping[str, str]) -> None:
    """Raises EngineError where a process of the untrusted side has found another Python or other packages."""
    ours = {"python": sys.version}
    for name in COMPARED:
        spec = importlib.util.find_spec(name)
        ours[name] = os.path.realpath(spec.origin) if spec and spec.origin else ""
    for name, own in ours.items():
        if found.get(name) != own:
            raise EngineError("worker_differs", name=name, ours=own, theirs=inert_line(found.get(name, "")))
