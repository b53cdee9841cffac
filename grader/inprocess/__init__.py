"""A student's code in this very process, for their debugger: no boundary, no sandbox, and never a hidden test.

For a student's own code on their own machine, when they ask for it. What the code is asked, and what it answers, goes
through the same messages as across the boundary; so the verdicts are the same.
"""

from grader.inprocess.debugging import is_debugged, run_again
from grader.inprocess.launcher import InProcess, without_boundary
from grader.inprocess.script import write_script

__all__ = ["InProcess", "is_debugged", "run_again", "without_boundary", "write_script"]
