"""Files that look like a section's and are none: a copy's name, a notebook, an archive, another spelling."""

import difflib
import re
from collections.abc import Iterable
from pathlib import PurePath

from grader.course import Course
from grader.intake.search import NEVER
from grader.texts import Message

NOTEBOOK = ".ipynb"
ARCHIVES = frozenset({".zip", ".tar", ".gz", ".tgz", ".7z", ".rar"})
CUTOFF = 0.85


def near_section(name: str, course: Course, missing: Iterable[str]) -> str | None:
    """The section among the `missing` that a file's name was probably meant for."""
    path = PurePath(name)
    if path.suffix.lower() not in (".py", NOTEBOOK, ".txt"):
        return None
    stem = re.sub(r"[^a-z0-9]+", "_", path.name.lower().split(".")[0]).strip("_")
    for id in (wanted := {id.lower(): id for id in missing}):
        if stem == id or stem.startswith(f"{id}_") or (stem == id.partition("_")[0] and "_" in id):
            return wanted[id]
    close = difflib.get_close_matches(stem, [*wanted], n=1, cutoff=CUTOFF)
    return wanted[close[0]] if close else None


def why_ignored(name: str, course: Course, missing: Iterable[str]) -> Message:
    """Why a file in the submission is not used, and how to have it used."""
    near = near_section(name, course, missing)
    suffix = PurePath(name).suffix.lower()
    if near:
        return Message.of("ignored_near", file=name, wanted=near + suffix_of(name))
    if suffix == NOTEBOOK:
        return Message.of("ignored_notebook", file=name)
    if suffix in ARCHIVES:
        return Message.of("ignored_archive", file=name)
    if PurePath(name).stem in NEVER:
        return Message.of("ignored_never", file=name)
    return Message.of("ignored_name" if suffix == ".py" else "ignored_other", file=name)


def suffix_of(name: str) -> str:
    """The ending that a file should have whose name is nearly a section's: a notebook stays a notebook."""
    return NOTEBOOK if PurePath(name).suffix.lower() == NOTEBOOK else ".py"
