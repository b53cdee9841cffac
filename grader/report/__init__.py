"""A result becomes bytes: one module a format, each with `render(result, layout) -> str`."""

from grader.report import json, junit, text
from grader.report.page import Layout

FORMATS = {"text": text.render, "json": json.render, "junit": junit.render}

__all__ = ["FORMATS", "Layout"]
