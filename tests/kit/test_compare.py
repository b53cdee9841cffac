"""What a comparison that does not hold tells: where, expected and got, and what the difference looks like."""

import numpy as np
import pytest
import torch

from grader.failure import Failure
from grader.report.words import message
from grader.suite import close_to, one_number
from grader.texts import translator

ONE, SIX, SQUARE = torch.ones(1), torch.tensor([6.0]), torch.zeros(2, 2)

TOLD = {
    "in a tuple": (
        close_to((torch.zeros(2), 1.0)), (torch.tensor([0.0, 3.0]), 1.0),
        "expected [0., 0.]\ngot      [0., 3.]\n(at [0][1]: expected 0., got 3.; 1 of 2 differs)",
    ),
    "in a dict of names": (
        close_to({"W": ONE}), {"W": SIX}, "expected [1.]    got [6.]    (at ['W']; 6 times too large)",
    ),
    "in a dict of words": (
        close_to({"gradient for W": ONE}), {"gradient for W": SIX},
        "expected [1.]    got [6.]    (at the gradient for W; 6 times too large)",
    ),
    "nothing": (
        one_number(2.0), None,
        "expected one number as a tensor, 2.0    got None\n"
        "The function returned None. `print` only shows a value; `return` gives it to the caller.",
    ),
    "a number that is zero": (close_to(2.0), 0.0, "expected 2.0    got 0.0"),
    "true and false": (close_to(ONE.bool()), (0 * ONE).bool(), "expected [True]    got [False]"),
    "a factor that no mistake makes": (close_to(1e-9 * ONE), SIX, "expected [1e-09]    got [6.]"),
    "digits that differ late": (
        close_to(torch.tensor(1.0, dtype=torch.float64)), torch.tensor(1.0 + 2e-9, dtype=torch.float64),
        "expected 1. (float64)    got 1.000000002 (float64)",
    ),
    "a place that is not shown": (
        close_to(torch.zeros(100)), torch.zeros(100).index_fill(0, torch.tensor(60), 3.0),
        "expected 0.    got 3.    (at [60])",
    ),
    "a place that is not shown, by a factor": (
        close_to([torch.eye(30)[29]]), [2 * torch.eye(30)[29]], "expected 1.    got 2.    (at [0][29])",
    ),
    "a float of NumPy's": (
        close_to(0.5), np.float32(0.5), "expected a float: 0.5    got a numpy.float32: 0.5",
    ),
    "a square for a number": (
        one_number(2.0), SQUARE,
        "expected one number, 2.0\ngot      a (2, 2) tensor of float32: [[0., 0.], [0., 0.]]\n"
        "Two shapes may have been broadcast to a square: print both shapes.",
    ),
    "a square for another matrix": (
        close_to(torch.ones(1, 3)), SQUARE,
        "expected [[1., 1., 1.]]\ngot      [[0., 0.], [0., 0.]]\n(expected shape (1, 3), got shape (2, 2))",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_a_difference_is_told(case):
    comparer, got, told = TOLD[case]
    assert (got == comparer) is False
    found = comparer.find(got)
    failure = Failure(found.kind, None, found.expected, found.got, found.difference, found.guess)
    assert message(failure, translator()) == told
