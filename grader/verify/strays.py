"""Tests and variants of exercises that do not exist: nothing would ever run them, and nobody would see it."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader.course import Course
from grader.course.variants import HINTS, Variant
from grader.errors import SuiteError
from grader.runner.collect import PREFIX, Suite
from grader.scoring.shares import shares
from grader.texts import Message


def check_suite(suite: Suite) -> None:
    """Raises SuiteError for a test of an exercise that the reference does not define, or that has no points."""
    defined: dict[str, set[str]] = {}
    for case in suite.cases:
        solution = suite.course.solutions / f"{case.section}.py"
        if case.section not in defined and solution.is_file():
            defined[case.section] = set(_defined(ast.parse(solution.read_text(encoding="utf-8"))))
        if case.exercise not in defined.get(case.section, {case.exercise}):
            raise SuiteError(
                "test_of_no_exercise",
                file=case.file,
                line=case.function.__code__.co_firstlineno,
                test=case.id.split("::")[-1],
                exercise=case.exercise,
            )
    for section in suite.course.sections:
        if own := [case for case in suite.cases if case.section == section.id]:
            shares(section, suite.course, own)


def check_files(course: Course) -> None:
    """Raises SuiteError for a suite or a table of variants that belongs to no section."""
    known = {section.id for section in course.sections}
    suites = [path for folder in (course.public, course.hidden) for path in sorted(folder.glob(f"{PREFIX}*.py"))]
    for path in suites:
        if path.stem.removeprefix(PREFIX) not in known:
            raise SuiteError("suite_without_section", file=path)
    for path in _tables(course):
        if path.stem not in known:
            raise SuiteError("table_without_section", file=path, sections=", ".join(sorted(known)))


def check_variants(variants: Iterable[Variant], exercises: Iterable[str]) -> None:
    """Raises SuiteError, with the line, for a variant of an exercise that has no tests."""
    tested = sorted(set(exercises))
    for variant in variants:
        if variant.of not in tested:
            file, _, line = variant.place.rpartition(":")
            problem = Message.of("variant_untested", name=variant.of, known=", ".join(tested))
            raise SuiteError("variant_wrong", file=file, line=int(line), problem=problem)


def _tables(course: Course) -> Sequence[Path]:
    folders = (course.misconceptions, course.wheat)
    files = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    return [path for path in files if path.stem != HINTS and not path.stem.startswith("_")]


def _defined(tree: ast.AST) -> Iterator[str]:
    """All names that a file binds, wherever."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
