"""Everything that a course author needs: `from grader.suite import …`; the list below is the whole of it."""

from grader.boundary.answers import Gradients, ModuleView, Observation, StudentError
from grader.suite.compare import a_float, close_to, exactly, like, one_number, raises
from grader.suite.ends import not_attempted
from grader.suite.marks import exercise, generic_mistakes, misconception, misconceptions, wheat
from grader.suite.strategies import columns, noncontiguous, numbers, shapes, tensors, weights

__all__ = [
    "Gradients",
    "ModuleView",
    "Observation",
    "StudentError",
    "a_float",
    "close_to",
    "columns",
    "exactly",
    "exercise",
    "generic_mistakes",
    "like",
    "misconception",
    "misconceptions",
    "noncontiguous",
    "not_attempted",
    "numbers",
    "one_number",
    "raises",
    "shapes",
    "tensors",
    "weights",
    "wheat",
]
