"""Verdicts become points: exact arithmetic, no input and no output."""

from grader.scoring.audience import redact
from grader.scoring.record import to_json
from grader.scoring.result import Result, SectionResult, TestResult
from grader.scoring.score import score

__all__ = ["Result", "SectionResult", "TestResult", "redact", "score", "to_json"]
