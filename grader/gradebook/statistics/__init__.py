"""Statistics of a class: how the points are spread, which exercises and tests are hard, which mistakes are common."""

from grader.gradebook.statistics.measures import (
    Distribution,
    ExerciseCounts,
    Mistake,
    Statistics,
    TestMeasure,
    class_statistics,
)
from grader.gradebook.statistics.text import class_summary, statistics_record, statistics_text

__all__ = [
    "Distribution", "ExerciseCounts", "Mistake", "Statistics", "TestMeasure", "class_statistics", "class_summary",
    "statistics_record", "statistics_text",
]  # fmt: skip
