"""Everything that a course author needs: `from grader.suite import …`; the list below is the whole of it."""

from grader.boundary.answers import Gradients, ModuleView, Observation, StudentError
from grader.suite.checks import a_module, gradients, instance_of, unchanged
from grader.suite.compare import a_float, close_to, exactly, like, one_number, raises
from grader.suite.figures import Area, Bars, Chain, Curve, Dots, Panel, picture
from grader.suite.marks import exercise, generic_mistakes, misconception, misconceptions, not_attempted, wheat
from grader.suite.strategies import columns, in_double, noncontiguous, numbers, shapes, tensors, weights

__all__ = [
    "Area",
    "Bars",
    "Chain",
    "Curve",
    "Dots",
    "Gradients",
    "ModuleView",
    "Observation",
    "Panel",
    "StudentError",
    "a_float",
    "a_module",
    "close_to",
    "columns",
    "exactly",
    "exercise",
    "generic_mistakes",
    "gradients",
    "in_double",
    "instance_of",
    "like",
    "misconception",
    "misconceptions",
    "noncontiguous",
    "not_attempted",
    "numbers",
    "one_number",
    "picture",
    "raises",
    "shapes",
    "tensors",
    "unchanged",
    "weights",
    "wheat",
]
