"""What the suites are run on: reference, stubs, wheat, misconceptions, mutants, each as a variant of one section.

And who calls whom in the reference: a mistake in the one may show in the other.
"""

import ast
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.course.stubs import make_stub
from grader.course.variants import Variant, read_variants
from grader.verify.mutants import mutants
from grader.verify.strays import check_variants

KINDS = ("reference", "stubs", "wheat", "misconception", "mutant")


@dataclass(frozen=True)
class Task:
    """A variant to be judged, and which answer is the right one: `kind`. `change` is a mutant's difference."""

    kind: str
    variant: Variant
    change: str = ""


def tasks_of(
    course: Course, tested: Sequence[tuple[str, str]], sections: Sequence[str], exercises: Sequence[str]
) -> list[Task]:
    """All tasks of the chosen sections (all, where none is named) and exercises, in the course's order.

    `tested` are all exercises that have tests, each as its section and its name. Raises SuiteError for a variant of
    any other.
    """
    found: list[Task] = []
    for section in course.sections:
        path = course.solutions / section.file
        if (sections and section.id not in sections) or not path.is_file():
            continue
        source = path.read_text(encoding="utf-8")
        found += [
            Task("reference", Variant(section.id, "", "reference", "", source, path.name)),
            Task("stubs", Variant(section.id, "", "stubs", "", make_stub(source), path.name)),
        ]
        right = read_variants(course.wheat / section.file, source)
        wrong = read_variants(course.misconceptions / section.file, source)
        defined = {part.name for part in ast.parse(source).body if isinstance(part, (ast.FunctionDef, ast.ClassDef))}
        names = {name for id, name in tested if id == section.id}
        check_variants([*right, *wrong], names)
        made = mutants(section.id, source, defined & names)
        found += [Task("wheat", variant) for variant in right]
        found += [Task("misconception", variant) for variant in wrong]
        found += [Task("mutant", variant, _difference(source, variant)) for variant in made]
    if exercises:
        own = {id for id, name in tested if name in exercises}
        found = [
            task
            for task in found
            if task.variant.of in exercises or (not task.variant.of and task.variant.section in own)
        ]
    return found


def _difference(source: str, variant: Variant) -> str:
    """What a mutant changed, as the lines of a diff."""
    tree = ast.parse(source)
    old = next(ast.unparse(part) for part in tree.body if getattr(part, "name", "") == variant.of)
    new = ast.unparse(ast.parse(variant.source).body[-1])
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))


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
