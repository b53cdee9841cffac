"""What a course must be like to be handed out: committed, with stubs that are up to date, and with suites that hold."""

import os
import subprocess
from collections.abc import Sequence

from grader.course import Course, drifted
from grader.course.table import PATHS
from grader.errors import CourseError, EngineError
from grader.inert import inert_line
from grader.intake import read_submission
from grader.runner.collect import collect
from grader.runner.grade import Settings, grade
from grader.runner.workers import open_workers
from grader.verdict import Status

MOST = 3
"""Names that a sentence shows."""


def require_stubs(course: Course) -> None:
    """Raises CourseError where the exercises are not what the solutions make of them."""
    names = drifted(course)
    if names:
        raise CourseError("release_drifted", files=", ".join(names))


def require_committed(course: Course) -> None:
    """Raises CourseError where git knows the course, and something in its folders is not committed."""
    folders = [course.root / "pyproject.toml", *(getattr(course, name) for name in PATHS)]
    paths = [str(path) for path in folders if path.exists()]
    command = ["git", "-C", str(course.root), "status", "--porcelain", "--untracked-files=all", "--", *paths]
    # Where git itself started this, in a hook, its variables name another folder.
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            command, env={**surroundings, "LC_ALL": "C"}, capture_output=True, encoding="utf-8", errors="replace"
        )
    except OSError:
        return  # there is no git here
    if done.returncode and "not a git repository" not in done.stderr:
        raise CourseError("release_git", problem=inert_line(done.stderr.strip(), 300))
    changed = [inert_line(line[3:].strip('"')) for line in done.stdout.splitlines()]
    if changed:
        raise CourseError("release_dirty", files=_some(changed))


def require_reference(course: Course, sections: Sequence[str]) -> None:
    """Raises EngineError where the reference does not pass all of its tests."""
    suite = collect(course, sections)
    with open_workers(course, "process", trusted=True) as workers:
        run = grade(read_submission(course.solutions, course), suite, workers, Settings(diagnose=False))
    failing = [verdict.id for verdict in run.verdicts if verdict.status is not Status.PASSED]
    if failing:
        raise EngineError("release_reference", tests=_some(failing))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST]) + (", …" if len(names) > MOST else "")
