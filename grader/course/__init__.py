"""The course as data: `[tool.grader]` of a pyproject.toml, and the stubs made from the solutions."""

from grader.course.stubs import drifted, make_stub, write_stubs
from grader.course.table import Course, Limits, Ruling, Section, course_at, find_course, read_course, search_path

__all__ = [
    "Course",
    "Limits",
    "Ruling",
    "Section",
    "course_at",
    "drifted",
    "find_course",
    "make_stub",
    "read_course",
    "search_path",
    "write_stubs",
]
