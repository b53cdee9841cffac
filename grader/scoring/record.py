"""A result as plain data: the JSON contract. Fields may be added, none renamed.

Points are exact fractions up to here. Each is rounded once, to the nearest float, so that the tests' still add up to
their section's and the sections' to the total; two decimals are for people and are the reports' business.
"""

from typing import Any

from grader.scoring.result import Result, SectionResult, TestResult

SCHEMA = 1


def to_json(result: Result) -> dict[str, Any]:
    """The result in the form that `--format json` prints."""
    return {
        "schema": SCHEMA,
        "course": result.course,
        "submission": result.submission,
        "score": float(result.score),
        "max_score": float(result.max_score),
        "hidden_points": float(result.hidden_points),
        "sections": [_section(section) for section in result.sections],
        "isolation": result.isolation,
        "layers": [dict(layer) for layer in result.layers],
        "seed": result.seed,
        "suite": result.suite,
        "submission_hash": result.submission_hash,
        "versions": dict(result.versions),
        "duration": round(result.duration, 3),
        "interrupted": result.interrupted,
    }


def _section(section: SectionResult) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "score": float(section.score),
        "max_score": float(section.max_score),
        "hidden_points": float(section.hidden_points),
        "tests": [_test(test) for test in section.tests],
    }


def _test(test: TestResult) -> dict[str, Any]:
    return {
        "id": test.id,
        "title": test.title,
        "exercise": test.exercise,
        "visibility": test.visibility,
        "status": test.status.value,
        "score": float(test.score),
        "max_score": float(test.max_score),
        "message": test.message,
        "hint": test.hint,
        "duration": round(test.duration, 4),
    }
