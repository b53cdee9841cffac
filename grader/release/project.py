"""The pyproject.toml of a copy: the course's table without what is for instructors, under another project's name.

The copy is no package and has none: `pip install -e .` in it neither installs a second grader nor removes the first.
"""

import json
import re
from collections.abc import Mapping
from string import Template
from typing import Any

import msgspec

from grader.course import Course, Section, search_path


def project_name(course: Course) -> str:
    """A name for the copy's project and folder, from the course's title."""
    words = re.findall(r"[a-z0-9]+", course.title.casefold())
    return f"{'-'.join(words)[:60].strip('-') or 'course'}-exercises"


def project(course: Course, version: str, dependencies: tuple[str, ...], template: Template) -> str:
    """The text of the file: the template, which is what all copies have in common, and the table."""
    public = course.public.relative_to(course.root).as_posix()
    table: dict[str, Any] = {
        "title": course.title,
        "exercises": course.exercises.relative_to(course.root).as_posix(),
        "public": public,
        "public_share": course.public_share,
        "values_share": course.values_share,
        "whole_share": course.whole_share,
        "limits": msgspec.structs.asdict(course.limits),
    }
    rulings = {name: ruling for name, ruling in course.tests.items() if name.startswith("public/")}
    table |= {"tests": rulings} if rulings else {}
    searched = [path for path in search_path(course.root) if path.is_relative_to(course.root)]
    head = template.substitute(
        name=_toml(project_name(course)),
        version=_toml(version),
        title=_toml(course.title),
        dependencies=_toml(dependencies),
        public=_toml(public),
        pythonpath=_toml([path.relative_to(course.root).as_posix() for path in searched]),
    )
    return head + _lines(table) + "".join(f"\n[[tool.grader.sections]]\n{_section(one)}" for one in course.sections)


def _section(section: Section) -> str:
    told = {name: value for name, value in msgspec.structs.asdict(section).items() if value not in (None, {}, ())}
    return _lines(told)


def _lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_toml(value)}\n" for name, value in table.items())


def _toml(value: Any) -> str:
    """A value on one line. A text is written as in JSON, which TOML reads as well."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
