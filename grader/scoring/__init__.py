"""Verdicts become points: exact arithmetic, no input and no output."""

from grader.scoring.record import from_record, to_record
from grader.scoring.result import ExerciseResult, Result, SectionResult, TestResult, redact
from grader.scoring.score import score

__all__ = ["ExerciseResult", "Result", "SectionResult", "TestResult", "from_record", "redact", "score", "to_record"]
