"""Commands for GitHub Actions: an error on the student's own line for each exercise that failed, and the points.

Every line is a command, and a text of others stands only in a command's message or property, escaped as the runner
unescapes it; it is never a line of its own. So nothing that a worker wrote can be a command, and no
`::stop-commands::` is needed around it. GitHub shows ten errors of a step at most; the report in Markdown has them all.

The last two lines are what GitHub Classroom reads the grade from.
"""

import json
from collections.abc import Iterator

from grader.report.by_exercise import Entry, entries
from grader.report.classroom import number
from grader.report.page import PLAIN, Layout, points
from grader.report.places import place_of
from grader.scoring import Result
from grader.verdict import Status

MOST = 10
"""What GitHub shows of one level of a step."""


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The commands, a line each."""
    return "\n".join([*_errors(result, layout), *_grade(result)]) + "\n"


def command(name: str, message: str, **properties: str) -> str:
    """A workflow command, such as `::error file=s1.py,line=3::not a tensor`."""
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name}{' ' if shown else ''}{shown}::{_data(message)}"


def _errors(result: Result, layout: Layout) -> Iterator[str]:
    """An error for each exercise that failed; one for all with the same reason in the same place, a broken file say."""
    wrong: dict[tuple[str, int, str], list[Entry]] = {}
    for entry in entries(result, layout.translator):
        if entry.status not in (Status.PASSED, Status.NOT_ATTEMPTED):
            place = place_of(entry, result)
            reason = _reason(entry)
            wrong.setdefault((place.file, place.line, reason or entry.name), []).append(entry)
    for (file, line, _), those in list(wrong.items())[:MOST]:
        title = ", ".join(entry.name for entry in those)
        yield command("error", those[0].text, file=file, line=str(line or 1) if file else "", title=title)
    if len(wrong) > MOST:
        yield command("notice", layout.translator.say("and_more", count=len(wrong) - MOST))


def _reason(entry: Entry) -> str:
    """What all tests of an exercise say, where that is one thing."""
    said = {repr(test.failure) for test in entry.missed if not test.together}
    return said.pop() if len(said) == 1 and "None" not in said else ""


def _grade(result: Result) -> Iterator[str]:
    score, most = number(result.score), number(result.max_score)
    yield command("notice", f"Points {points(result.score)}/{points(result.max_score)}", title="Autograding complete")
    yield command("notice", json.dumps({"totalPoints": score, "maxPoints": most}), title="Autograding report")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
