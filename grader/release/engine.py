"""The grader as a wheel, made from the package that is running: an archive of its files and a few lines about it."""

import base64
import hashlib
import sys
from importlib import metadata
from pathlib import Path

import grader
from grader.course.starter import SMALL_COURSE
from grader.errors import EngineError
from grader.release.destination import archived

DISTRIBUTION = "autograto"
TOLD = ("Name", "Version", "Summary", "License-Expression", "Requires-Python", "Requires-Dist")
"""What the wheel says of itself; optional extras are for developers."""
WHEEL = b"Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
DATA = (".py", ".json", ".typed", ".mo", ".pot", ".j2", ".css", ".js")
GIVEN = Path(grader.__file__).parent / "release" / "files"
"""Files that come with the grader and go into each copy as they are, but for the names in them."""


def wheel() -> tuple[str, bytes]:
    """The name of the wheel, and its bytes. Raises EngineError where the grader runs without having been installed."""
    try:
        about = metadata.metadata(DISTRIBUTION)
        points = metadata.distribution(DISTRIBUTION).entry_points
    except metadata.PackageNotFoundError:
        raise EngineError("release_not_installed", name=DISTRIBUTION, python=sys.executable) from None
    name = f"{DISTRIBUTION}-{grader.__version__}"
    told = [f"{key}: {value}" for key in TOLD for value in sorted(about.get_all(key) or []) if "extra ==" not in value]
    groups = sorted({point.group for point in points})
    entries = [
        line
        for group in groups
        for line in (f"[{group}]", *sorted(f"{one.name} = {one.value}" for one in points if one.group == group), "")
    ]
    files = _package()
    files[f"{name}.dist-info/METADATA"] = "\n".join(["Metadata-Version: 2.4", *told, ""]).encode()
    files[f"{name}.dist-info/WHEEL"] = WHEEL
    files[f"{name}.dist-info/entry_points.txt"] = "\n".join(entries).encode()
    record = f"{name}.dist-info/RECORD"
    lines = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in sorted(files.items())]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    return f"{name}-py3-none-any.whl", archived(files)


def requirement() -> str:
    """The package with the versions that will do for this course: those that change nothing of its behaviour."""
    return f"{DISTRIBUTION}>={grader.__version__}"


def _package() -> dict[str, bytes]:
    """The files of the package, by their paths in the wheel. A course may still have exercises of the small one."""
    folder = Path(grader.__file__).parent
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(SMALL_COURSE)]
    files = [path for path in files if "__pycache__" not in path.parts]
    kept = [path for path in files if path.suffix in DATA or path.parent == GIVEN]
    return {f"grader/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in kept}


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
