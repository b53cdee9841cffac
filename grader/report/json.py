"""The JSON format: the contract that `grader.scoring.record` states, written readably."""

import json

from grader.report.layout import PLAIN, Layout
from grader.scoring import Result, to_json


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The result as one JSON document with a newline at its end."""
    return json.dumps(to_json(result), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
