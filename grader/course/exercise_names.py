"""The exercises of each section, as far as the course's settings and its stubs tell them; nothing is run for it."""

from collections.abc import Mapping

from grader.course.reset import exercises_in, stub_of
from grader.course.table import Course, Section
from grader.errors import CourseError


def exercise_names(course: Course) -> Mapping[str, tuple[str, ...]]:
    """The names by their sections, both in the course's order; none of a section that is not handed out yet."""
    return {section.id: _names(course, section) for section in course.sections}


def short_id(section: str, course: Course) -> str:
    """What is enough to name a section: `s3` of `s3_gradient_descent`, where no other one begins so."""
    short = section.partition("_")[0]
    return short if sum(one.id.startswith(short) for one in course.sections) == 1 else section


def _names(course: Course, section: Section) -> tuple[str, ...]:
    try:
        stub = stub_of(course, section)
    except (OSError, UnicodeDecodeError, CourseError):  # what the course's author has to hear is said elsewhere
        stub = None
    if section.exercises:
        return tuple(section.exercises) if stub is not None else ()
    return tuple(exercises_in(stub)) if stub is not None else ()
