"""Where in a submission the section files are, and which files beside them are carried: names alone, nothing is opened.

A submission may be a whole repository (`autograto-main/exercises/`). Links to folders are never followed, and all
looking is bounded.
"""

import heapq
import keyword
from collections.abc import Iterator
from pathlib import PurePosixPath

from grader.course import Course
from grader.intake.archive import is_archive
from grader.intake.tree import TOP, Tree

MAX_FILES = 64
MAX_DEPTH = 4
MAX_FOLDERS = 500
MAX_ENTRIES = 20_000
"""Of the folders below a submission, all together; those of a crowded section folder itself are no burden."""

# pytest and Python look for these by name and run them: they are never even carried.
NEVER = frozenset({"conftest", "sitecustomize", "usercustomize"})
SKIPPED = frozenset({"__pycache__", "__MACOSX", "node_modules", "site-packages", "venv", "env", "build", "dist"})


def section_folders(tree: Tree, course: Course) -> list[PurePosixPath]:
    """The folder with the section files: the top itself, or the one below it. None or several, if that is not clear."""
    files = frozenset(name for section in course.sections for name in (section.file, f"{section.id}.ipynb"))
    if _has_one(tree, TOP, files):
        return [TOP]
    found = [folder for folder in _below(tree, TOP) if _has_one(tree, folder, files)]
    ranked = [(folder.name != course.exercises.name, len(folder.parts)) for folder in found]
    return [folder for folder, rank in zip(found, ranked, strict=True) if rank == min(ranked)]


def python_files(tree: Tree, folder: PurePosixPath, course: Course) -> list[str]:
    """The files to take at the top: the sections' first, in the course's order, then others by name."""
    order = {section.file: number for number, section in enumerate(course.sections)}
    names = filter(is_module, tree.names(folder))
    # nsmallest keeps a folder of a million names from filling the memory.
    return heapq.nsmallest(MAX_FILES, names, key=lambda name: (order.get(name, len(order)), name))


def inner_files(tree: Tree, folder: PurePosixPath, most: int) -> list[str]:
    """The Python files in sub-folders that an import can name, `lib/losses.py`, by name."""
    found: list[str] = []
    for inner in _below(tree, folder):
        parts = inner.relative_to(folder).parts
        if all(part.isidentifier() for part in parts):
            names = (f"{'/'.join(parts)}/{name}" for name in _entries(tree, inner) if is_module(name))
            found += heapq.nsmallest(most, names)
    return sorted(found)[:most]


def other_files(tree: Tree, folder: PurePosixPath, taken: set[str], most: int) -> list[str]:
    """What else lies at the top, by name."""
    names = (name for name in tree.names(folder) if name not in taken and not name.startswith((".", "__")))
    return heapq.nsmallest(most, names)


def may_be_taken(path: str) -> bool:
    """Whether a file of an archive is where one is looked for, and could be imported."""
    *folders, name = path.split("/")
    skipped = any(folder in SKIPPED or folder.startswith(".") for folder in folders)
    return is_module(name) and not skipped and len(folders) <= 2 * MAX_DEPTH


def is_module(name: str) -> bool:
    """Whether an import can name this file."""
    path = PurePosixPath(name)
    return (
        path.suffix == ".py"
        and path.stem.isidentifier()
        and not keyword.iskeyword(path.stem)
        and path.stem not in NEVER
    )


def inner_archives(tree: Tree) -> list[PurePosixPath]:
    """The archives in a submission, at the top and in folders."""
    return [
        folder / name for folder in (TOP, *_below(tree, TOP)) for name in _entries(tree, folder) if is_archive(name)
    ]


def _has_one(tree: Tree, folder: PurePosixPath, files: frozenset[str]) -> bool:
    return any(tree.has(folder / name) for name in files)


def _below(tree: Tree, top: PurePosixPath) -> Iterator[PurePosixPath]:
    """The folders below, the nearest first."""
    level, seen, room = [top], 0, MAX_ENTRIES
    for _ in range(MAX_DEPTH):
        next_level: list[PurePosixPath] = []
        for folder in level:
            for name in _entries(tree, folder):
                room -= 1
                inner = folder / name
                if room < 0 or seen >= MAX_FOLDERS:
                    return
                if name not in SKIPPED and not name.startswith(".") and tree.is_folder(inner):
                    seen += 1
                    next_level.append(inner)
                    yield inner
        level = next_level


def _entries(tree: Tree, folder: PurePosixPath) -> list[str]:
    try:
        return heapq.nsmallest(MAX_ENTRIES, tree.names(folder))
    except OSError:
        return []
