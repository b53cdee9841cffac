"""The archive for Gradescope: two scripts at its top, the grader as a wheel, and the course with its answers.

::

    setup.sh            once, when the image is built: a Python with this CPU torch; records the examples of all suites
    run_autograder      for each submission: `grader grade --format gradescope`
    settings.sh         what the two read: the version of torch, the isolation, the sections
    engine/*.whl        this grader
    course/             the course's table, solutions, suites and misconceptions; nothing else of its folder

Both scripts work below `AUTOGRADER` (`/autograder`, unless it is set) and with the Python in `GRADER_ENVIRONMENT`
(`/opt/grader`, made by `setup.sh` where there is none), so that they can be tried elsewhere.
"""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from grader.course import Course, Section
from grader.course.catalog import catalog_path, languages
from grader.release.destination import Files, text_of
from grader.release.engine import GIVEN, wheel
from grader.runner.collect import BOTH, suite_files
from grader.runner.suite_sources import sources_of_suite

SCRIPTS = {"setup.sh": "gradescope-setup.sh", "run_autograder": "gradescope-run.sh"}
ISOLATION = {"refuse": "sandbox", "file_modes": "file-modes"}
"""By what the course says of a container without a sandbox."""


def autograder(course: Course, sections: Sequence[Section]) -> Files:
    """The files of the archive for an assignment of these sections."""
    name, engine = wheel()
    chosen = [] if len(sections) == len(course.sections) else [section.id for section in sections]
    options = [option for id in chosen for option in ("--section", id)]
    settings: dict[str, str | list[str]] = {
        "torch": torch_version(),
        "isolation": ISOLATION[course.gradescope.without_sandbox],
        "sections": options,
    }
    texts = {path: text_of(GIVEN / given) for path, given in SCRIPTS.items()}
    texts["settings.sh"] = "".join(f"{key}={_shell(value)}\n" for key, value in settings.items())
    for file in _files(course, sections):
        texts[f"course/{file.relative_to(course.root).as_posix()}"] = text_of(file)
    catalogs = [
        file
        for folder in (course.public, course.hidden)
        for language in languages(course)
        if (file := catalog_path(folder, language)).is_file()
    ]
    return {
        **{path: text.encode() for path, text in texts.items()},
        **{f"course/{file.relative_to(course.root).as_posix()}": file.read_bytes() for file in catalogs},
        f"engine/{name}": engine,
    }


def torch_version() -> str:
    """The version that is installed here, with which the course was verified; which build it is does not matter."""
    return str(torch.__version__).partition("+")[0]


def _files(course: Course, sections: Sequence[Section]) -> Iterator[Path]:
    """The files of the course that grading needs; the solutions of all sections, as one may import another."""
    yield course.root / "pyproject.toml"
    yield from (path for section in course.sections if (path := course.solutions / section.file).is_file())
    suites = [suite for section in sections for suite in suite_files(course, (section.id,), BOTH)]
    found = {file for suite in suites for file in sources_of_suite(suite, course.root)}
    yield from (file for file in sorted(found) if file.is_relative_to(course.root))
    yield from sorted(course.misconceptions.glob("*.py"))


def _shell(value: str | list[str]) -> str:
    return shlex.quote(value) if isinstance(value, str) else f"({' '.join(map(shlex.quote, value))})"
