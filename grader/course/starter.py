"""A small course to start from: the files of `small_course/`, and the stubs that are made from its solutions."""

import shutil
from pathlib import Path

from grader.course.stubs import write_stubs
from grader.course.table import Course, read_course
from grader.errors import UsageError

SMALL_COURSE = Path(__file__).parent / "small_course"


def make_course(folder: Path) -> Course:
    """A course in a folder that is new or empty. Raises UsageError for any other, and writes nothing there."""
    if not SMALL_COURSE.is_dir():  # a student's copy of the grader is without it: it has answers
        raise UsageError("new_left_out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError("new_not_empty", folder=folder)
        for source in SMALL_COURSE.rglob("*"):
            # What an installer compiles beside the files is no part of the course.
            if source.is_file() and source.suffix != ".pyc":
                target = folder / source.relative_to(SMALL_COURSE)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)  # without its mode: an installed package may be read-only
    except OSError as error:
        raise UsageError("new_refused", folder=folder, problem=error.strerror or error) from None
    course = read_course(folder)
    write_stubs(course)
    return course
