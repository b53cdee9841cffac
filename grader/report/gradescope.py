"""Gradescope's `results.json`: an entry an exercise, not a test, so that a page has 70 lines and not 500.

An exercise with hidden tests is one entry that holds the points of all of its tests, and a student sees it when
`hidden_until` says (`after_published`, unless the course says otherwise). So the entries add up to the score exactly,
and no entry that is seen earlier says anything of a hidden test. What the public tests say stands above the entries, in
`output`, which a student sees at once: the report of `grader check`.

A student is shown what `redact` leaves, whoever the file was made for. What an instructor wants to know beside it, the
messages of hidden tests say, is in `extra_data`, which Gradescope shows to nobody and keeps. All texts are plain, since
Gradescope would make links and pictures of Markdown.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.report import text
from grader.report.by_exercise import Entry, entries
from grader.report.json import dump
from grader.report.page import PLAIN, Layout, points
from grader.report.words import messages, note_text
from grader.scoring import Result, SectionResult, redact
from grader.scoring.rounding import exact_sum
from grader.verdict import Status

WIDTH = 80


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The result as one JSON document with a newline at its end."""
    shown = redact(result, "student")
    said = messages(result, layout.translator)
    whole = {(entry.section.id, entry.name): entry for entry in entries(result, layout.translator)}
    document = {
        "score": float(result.score),
        "execution_time": result.duration,
        "output": _output(shown, layout),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _entry(entry, whole[entry.section.id, entry.name], said, layout)
            for entry in entries(shown, layout.translator)
        ],
        "extra_data": _about(result, layout),
    }
    return dump(document)


def refused(reason: str) -> str:
    """The document for a submission that cannot be graded at all: no points, and why."""
    document = {"score": 0.0, "output": reason, "output_format": "text", "stdout_visibility": "hidden", "tests": []}
    return dump(document)


def _entry(shown: Entry, whole: Entry, said: Mapping[str, str], layout: Layout) -> dict[str, Any]:
    """One exercise; without points, as one of bonus tests alone has none, it is a check that Gradescope only shows."""
    hidden = any(test.visibility == "hidden" for test in shown.tests)
    given = shown.exercise
    worth = {"score": float(given.score), "max_score": float(given.max_score)} if given.max_score else {}
    return {
        "number": shown.number,
        "name": shown.name,
        **worth,
        "status": "passed" if shown.status is Status.PASSED else "failed",
        "output": shown.text,
        "tags": [shown.section.id],
        "visibility": layout.hidden_until if hidden else "visible",
        "extra_data": {
            "tests": [
                {
                    "id": test.id,
                    "status": test.status.value,
                    "points": str(test.score),
                    "max_points": str(test.max_score),
                    "message": said[test.id],
                }
                for test in whole.tests
            ]
        },
    }


def _output(shown: Result, layout: Layout) -> str:
    """What a student reads first: the report on the public tests, or the total where nothing is kept back."""
    translator = layout.translator
    kept_back = "hidden" in shown.visibilities and layout.hidden_until != "visible"
    report = _public_part(shown) if kept_back else shown
    page = text.render(report, Layout(width=WIDTH, quiet=not kept_back, language=layout.language))
    later = [translator.say("gradescope_later")] if kept_back and layout.hidden_until.startswith("after") else []
    return "\n".join([page, *later, wrong_total(shown, layout)]).rstrip()


def wrong_total(result: Result, layout: Layout) -> str:
    """That the platform gives other points for the whole than the course does; "" where it gives the same, or none."""
    expected = layout.expected
    if expected is None or expected == result.max_score:
        return ""
    values = {"expected": points(expected), "max_score": points(result.max_score)}
    return layout.translator.say("expected_total", **values)


def _public_part(result: Result) -> Result:
    return replace(result, sections=tuple(map(_public_tests, result.sections)), visibilities=("public",))


def _public_tests(section: SectionResult) -> SectionResult:
    kept_back = exact_sum(test.max_score for test in section.tests if test.visibility == "hidden")
    public = tuple(test for test in section.tests if test.visibility == "public")
    return replace(section, tests=public, hidden_points=section.hidden_points + kept_back)


def _about(result: Result, layout: Layout) -> dict[str, Any]:
    """How the result was made, for an instructor."""
    return {
        "schema": 1,
        "course": result.course,
        "submission_hash": result.submission_hash,
        "suite": result.suite,
        "seed": result.seed,
        "versions": dict(result.versions),
        "isolation": result.isolation,
        "layers": [dict(layer) for layer in result.layers],
        "interrupted": result.interrupted,
        "notes": [note_text(note, layout.translator) for note in result.notes],
    }
