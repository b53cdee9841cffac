"""What changes from one run of a class to another: whose points, by which tests, and what changed in the suite.

Whoever loses points stands first and by name: a regrade lowers nobody silently.
"""

from grader.gradebook.difference.compare import Difference, StudentChange, run_difference
from grader.gradebook.difference.suites import SuiteTest, TestMoved
from grader.gradebook.difference.text import difference_headline, difference_record, difference_text

__all__ = [
    "Difference", "StudentChange", "SuiteTest", "TestMoved", "difference_headline", "difference_record",
    "difference_text", "run_difference",
]  # fmt: skip
