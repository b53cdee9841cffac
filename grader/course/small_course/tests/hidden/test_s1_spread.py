"""Hidden tests of s1_spread: laws that hold for any numbers."""

import torch
from hypothesis import given

from grader.suite import close_to, exercise, in_double, one_number, shapes, tensors, unchanged

X = torch.tensor([1.0, 2.0, 6.0])

some_numbers = tensors(shapes(min_dims=1, max_dims=1, min_side=1, max_side=6))


@exercise("center", points=2, title="subtracts the mean", hint="Do you subtract the same number from each?")
@given(x=some_numbers)
def test_center_subtracts_the_mean(submission, reference, x):
    assert submission.center(x) == close_to(reference.center(x), scale=10)


@exercise("center", points=1, title="leaves its argument as it was", side_effects_only=True)
def test_center_leaves_its_argument_as_it_was(submission):
    assert submission.center.observe(X) == unchanged()


@exercise("center", points=1, title="keeps float64", hint="Which line changes the dtype?", beside=True)
def test_center_keeps_float64(submission, reference):
    assert submission.center(*in_double(X)) == close_to(reference.center(*in_double(X)))


@exercise("spread", points=3, title="is the mean of the squares", hint="By how many numbers do you divide?")
@given(x=some_numbers)
def test_spread_is_the_mean_of_the_squares(submission, reference, x):
    assert submission.spread(x) == one_number(reference.spread(x), scale=100)


@exercise("spread", points=1, title="leaves its argument as it was", side_effects_only=True)
def test_spread_leaves_its_argument_as_it_was(submission):
    assert submission.spread.observe(X) == unchanged()
