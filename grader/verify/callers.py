"""Who calls whom in the reference: a slip in the one may show in the other."""

import ast
from pathlib import Path

from grader.course import Course


def callers_of(course: Course) -> dict[tuple[str, str], set[str]]:
    """For each (section, name) of a function or class of a solution, those of its file that use it."""
    found: dict[tuple[str, str], set[str]] = {}
    for section in course.sections:
        path = course.solutions / section.file
        if path.is_file():
            uses = _uses(path)
            for name in uses:
                found[section.id, name] = {other for other in uses if other != name and name in _reach(other, uses)}
    return found


def _uses(path: Path) -> dict[str, set[str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {part.name: part for part in tree.body if isinstance(part, (ast.FunctionDef, ast.ClassDef))}
    return {
        name: {node.id for node in ast.walk(part) if isinstance(node, ast.Name) and node.id in parts}
        for name, part in parts.items()
    }


def _reach(name: str, uses: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        for other in uses[waiting.pop()] - reached:
            reached.add(other)
            waiting.append(other)
    return reached
