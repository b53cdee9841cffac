"""Public tests of s1_spread: the examples of the docstrings."""

import torch

from grader.suite import close_to, exercise, one_number

X = torch.tensor([1.0, 2.0, 6.0])


@exercise("center", points=1, title="of 1, 2 and 6 is -2, -1 and 3", hint="What is the mean of the three numbers?")
def test_center_of_three_numbers(submission):
    assert submission.center(X) == close_to(torch.tensor([-2.0, -1.0, 3.0]))


@exercise("spread", points=1, title="of 1, 2 and 6 is 14 / 3", hint="Square each distance, then take the mean.")
def test_spread_of_three_numbers(submission):
    assert submission.spread(X) == one_number(torch.tensor(14 / 3))
