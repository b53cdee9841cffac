"""The files that a suite is made of: its own, those of the course that it imports, and each `conftest.py` above it.

They are read and never run: who looks for a recording has imported nothing yet. A file too many only means drawing
again; with one too few, a change of it would change nothing. So a text that could name a module counts as an import,
and where a suite adds to `sys.path`, a text that names a folder does.
"""

import ast
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.course import search_path

ENGINE = "grader"
"""Our own files are part of every hash anyway."""
NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
LONGEST = 100
INSTALLED = {"site-packages", "dist-packages"}


def sources_of_suite(suite: Path, root: Path) -> tuple[Path, ...]:
    """The files behind a suite of the course in `root`; the suite comes first."""
    elsewhere = (*search_path(root), *_import_path())
    waiting = [suite, *(folder / "conftest.py" for folder in _upwards(suite.parent, root))]
    found: dict[Path, None] = {}
    while waiting:
        file = waiting.pop(0)
        if file not in found and file.is_file():
            found[file] = None
            waiting += _imported(file, root, elsewhere)
    return tuple(found)


def _imported(file: Path, root: Path, elsewhere: Iterable[Path]) -> Iterator[Path]:
    """The files that a file may import."""
    source = file.read_bytes()
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return  # collecting the suites will say so
    folders = [*_upwards(file.parent, root), *elsewhere]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    texts = {text for text in texts if len(text) < LONGEST}
    if b"sys.path" in source:
        folders += [folder / text for text in texts if _is_relative(text) for folder in _upwards(file.parent, root)]
    present = _present(folders)
    for name in {name for node in nodes for name in _names(node)} | set(filter(NAME.fullmatch, texts)):
        if name.partition(".")[0] in present:
            for folder in folders:
                yield from _files(folder, name)
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [file, *file.parents][min(node.level, len(file.parents))]
            for alias in node.names:
                yield from _files(base, ".".join(filter(None, (node.module, alias.name))))


def _names(node: ast.AST) -> Iterator[str]:
    """The modules that a statement imports by their whole names; of `from a import b` that may be `a.b`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _present(folders: Iterable[Path]) -> set[str]:
    """What the folders have, without the names' ends: most names are of no module there, and asking takes long."""
    return {entry.name.partition(".")[0] for folder in folders if folder.is_dir() for entry in folder.iterdir()}


def _files(folder: Path, name: str) -> Iterator[Path]:
    """The files in a folder that importing a module would run: its own, and those of the packages around it."""
    parts = name.split(".")
    if parts[0] == ENGINE:
        return
    for part in parts:
        folder /= part
        yield from (folder.with_name(f"{part}.py"), folder / "__init__.py")
        if not folder.is_dir():
            return


def _upwards(folder: Path, root: Path) -> list[Path]:
    """The folders from one up to the course's."""
    return [one for one in (folder, *folder.parents) if one.is_relative_to(root)]


def _is_relative(text: str) -> bool:
    return bool(text) and not Path(text).is_absolute() and "\0" not in text


def _import_path() -> list[Path]:
    """Where Python looks for modules, apart from its own and installed ones, whose versions are known.

    What is installed may lie elsewhere than this environment's own: for the user alone, or in the one below it.
    """
    installed = {Path(path).resolve() for path in sysconfig.get_paths().values()}
    folders = [Path(path or ".").resolve() for path in sys.path]
    return [
        one
        for one in folders
        if one.is_dir() and not INSTALLED & {*one.parts} and not any(one.is_relative_to(place) for place in installed)
    ]
