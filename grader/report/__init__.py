"""A result becomes bytes: one module a format, each with `render(result, layout) -> str`.

`Format` is the list of formats: a new one is a line here and a module of that name. A module is imported when a result
is written in its format, so that `grader --help` need not wait for those that draw tables.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from importlib import import_module

from grader.report.page import PLAIN, Layout
from grader.scoring import Result

Render = Callable[[Result, Layout], str]


class Format(str, Enum):
    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    HTML = "html"
    GRADESCOPE = "gradescope"
    GITHUB = "github"
    CLASSROOM = "classroom"


def _render(name: str) -> Render:
    def render(result: Result, layout: Layout = PLAIN) -> str:
        text = import_module(f"{__name__}.{name}").render(result, layout)
        assert isinstance(text, str)
        return text

    return render


FORMATS: Mapping[str, Render] = {format.value: _render(format.value) for format in Format}

__all__ = ["FORMATS", "Format", "Layout"]
