"""A result with the course's own texts in another language: titles, hints, and what a suite's author says of a failure.

A result keeps the English texts, which the gradebook, signatures and comparisons of runs go by. This is for a report.
"""

from collections.abc import Callable
from dataclasses import replace

from grader.scoring import Result, TestResult


def in_language(result: Result, told: Callable[[str], str]) -> Result:
    """The result as `told` says its texts."""

    def test_in_language(test: TestResult) -> TestResult:
        failure = test.failure
        if failure is not None and failure.says:
            failure = replace(failure, says=told(failure.says))
        return replace(test, title=told(test.title), hint=told(test.hint), failure=failure)

    sections = tuple(
        replace(section, title=told(section.title), tests=tuple(map(test_in_language, section.tests)))
        for section in result.sections
    )
    return replace(result, course=told(result.course), sections=sections)
