"""Who is shown what. A hidden test's inputs go through the worker, so what the worker wrote could carry them out."""

from dataclasses import replace

from grader.scoring.result import Result, TestResult
from grader.verdict import Audience


def redact(result: Result, audience: Audience) -> Result:
    """An instructor keeps everything; a student no notes, and of a hidden test its status, title, points and hint."""
    if audience == "instructor":
        return result
    sections = (replace(section, tests=tuple(map(_for_student, section.tests))) for section in result.sections)
    return replace(result, sections=tuple(sections), notes=())


def _for_student(test: TestResult) -> TestResult:
    return test if test.visibility == "public" else replace(test, failure=None, duration=0.0)
