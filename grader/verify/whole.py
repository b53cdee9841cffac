"""The whole of it: a course is recorded, its variants are graded, and what came of it is one matrix."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.inert import inert_line
from grader.runner.collect import collect
from grader.runner.record import record
from grader.verify.doctests import wrong_examples
from grader.verify.matrix import Matrix, build
from grader.verify.parallel import run_in_parallel
from grader.verify.strays import check_files, check_suite

Counted = Callable[[str], AbstractContextManager[tuple[Callable[[int], None], Callable[[str], None]]]]
"""Shows that something goes on, `recording` or `verifying`: it is told how many things there are, and their names."""


def verified(
    course: Course,
    sections: Sequence[str],
    exercises: Sequence[str],
    seed: int,
    jobs: int,
    changed_only: bool,
    counted: Counted,
) -> Matrix:
    """What the suites of these sections (all, where none is named) and exercises are worth. Raises GraderError."""
    check_files(course)
    suite = collect(course, sections)
    check_suite(suite)
    tested = tuple(dict.fromkeys((case.section, case.exercise) for case in suite.cases))
    names = sorted({name for _, name in tested})
    for name in exercises:
        if name not in names:
            raise UsageError("exercise_unknown", exercise=inert_line(name), exercises=", ".join(names))
    wanted = [(id, name) for id, name in tested if not exercises or name in exercises]
    with counted("recording") as (on_start, on_one):
        record(course, sections, seed, jobs, on_start, on_one)
    with counted("verifying") as (on_start, on_one):
        outcomes = run_in_parallel(
            course, tested, tuple(sections), tuple(exercises), seed, jobs, changed_only,
            on_start, lambda outcome: on_one(outcome.of or outcome.name),
        )  # fmt: skip
    if not outcomes:
        raise UsageError("nothing_to_verify")
    return build(outcomes, _equivalent(course.equivalent_mutants), wanted, wrong_examples(course, sections))


def _equivalent(path: Path) -> dict[str, dict[str, str]]:
    """Mutants that are right after all: section → name → reason."""
    if not path.is_file():
        return {}
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except msgspec.MsgspecError as wrong:
        raise CourseError("equivalent_unreadable", file=path.name, problem=wrong) from None
