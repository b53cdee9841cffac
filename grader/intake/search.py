"""Where in a folder the section files are, and which files beside them are carried: names alone, nothing is opened.

A submission may be a whole repository (`autograto-main/exercises/`). Links to folders are never followed, and all
looking is bounded.
"""

import heapq
import keyword
import os
from collections.abc import Iterator
from pathlib import Path

from grader.course import Course
from grader.errors import SubmissionError
from grader.inert import inert_line

MAX_FILES = 64
MAX_DEPTH = 4
MAX_FOLDERS = 500
MAX_ENTRIES = 20_000
"""Of the folders below a submission, all together; those of a crowded section folder itself are no burden."""

# pytest and Python look for these by name and run them: they are never even carried.
NEVER = frozenset({"conftest", "sitecustomize", "usercustomize"})
SKIPPED = frozenset({"__pycache__", "__MACOSX", "node_modules", "site-packages", "venv", "env", "build", "dist"})


def section_folder(root: Path, course: Course) -> Path:
    """The folder with the section files: `root` itself, or the one below it. Raises SubmissionError for several."""
    files = frozenset(section.file for section in course.sections)
    folders = [root, *_below(root)] if not _has_one(root, files) else [root]
    found = [folder for folder in folders if _has_one(folder, files)]
    if not found:
        return root
    ranked = [(folder.name != course.exercises.name, len(folder.parts)) for folder in found]
    best = [folder for folder, rank in zip(found, ranked, strict=True) if rank == min(ranked)]
    if len(best) > 1:
        names = ", ".join(sorted(inert_line(str(folder.relative_to(root))) for folder in best)[:5])
        raise SubmissionError("submission_several", path=inert_line(str(root)), folders=names)
    return best[0]


def python_files(folder: Path, course: Course) -> list[str]:
    """The files to take at the top: the sections' first, in the course's order, then others by name."""
    order = {section.file: number for number, section in enumerate(course.sections)}
    with os.scandir(folder) as entries:
        names = (entry.name for entry in entries if is_module(entry.name))
        # nsmallest keeps a folder of a million names from filling the memory.
        return heapq.nsmallest(MAX_FILES, names, key=lambda name: (order.get(name, len(order)), name))


def inner_files(folder: Path, most: int) -> list[str]:
    """The Python files in sub-folders that an import can name, `lib/losses.py`, by name."""
    found: list[str] = []
    for inner in _below(folder):
        parts = inner.relative_to(folder).parts
        if all(part.isidentifier() for part in parts):
            names = (f"{'/'.join(parts)}/{name}" for name in _entries(inner) if is_module(name))
            found += heapq.nsmallest(most, names)
    return sorted(found)[:most]


def other_files(folder: Path, taken: set[str], most: int) -> list[str]:
    """What else lies at the top, by name."""
    with os.scandir(folder) as entries:
        names = (entry.name for entry in entries if entry.name not in taken and not entry.name.startswith((".", "__")))
        return heapq.nsmallest(most, names)


def is_module(name: str) -> bool:
    """Whether an import can name this file."""
    stem, suffix = os.path.splitext(name)
    return suffix == ".py" and stem.isidentifier() and not keyword.iskeyword(stem) and stem not in NEVER


def _has_one(folder: Path, files: frozenset[str]) -> bool:
    return any((folder / name).is_file() or (folder / name).is_symlink() for name in files)


def _below(root: Path) -> Iterator[Path]:
    """The folders below, the nearest first."""
    level, seen, room = [root], 0, MAX_ENTRIES
    for _ in range(MAX_DEPTH):
        next_level: list[Path] = []
        for folder in level:
            for name in _entries(folder):
                room -= 1
                inner = folder / name
                if room < 0 or seen >= MAX_FOLDERS:
                    return
                if name not in SKIPPED and not name.startswith(".") and inner.is_dir() and not inner.is_symlink():
                    seen += 1
                    next_level.append(inner)
                    yield inner
        level = next_level


def _entries(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return heapq.nsmallest(MAX_ENTRIES, (entry.name for entry in entries))
    except OSError:
        return []
