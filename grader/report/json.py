"""The JSON format: the contract that `grader.scoring.record` states, with each test's message, written readably."""

import json
from collections.abc import Mapping
from typing import Any

from grader.inert import inert
from grader.report.page import PLAIN, Layout
from grader.report.words import messages
from grader.scoring import Result, to_record


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The result as one JSON document with a newline at its end."""
    document, said = to_record(result), messages(result, layout.translator)
    for section in document["sections"]:
        for test in section["tests"]:
            test["message"] = said[test["id"]]
    for file, use in zip(document["files"], result.files, strict=True):
        file["message"] = inert(layout.translator.tell(use.why)) if use.why else ""
    return dump(document)


def dump(document: Mapping[str, Any]) -> str:
    """The one way in which we write JSON for others."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
