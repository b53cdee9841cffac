"""The laws of section alpha."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import close_to, columns, exactly, exercise, one_number, shapes, tensors, weights


@exercise("slope", points=2, title="is the slope of the cost", hint="Is it a sum or a mean?")
@given(W=weights(), data=columns())
def test_slope_of_the_cost(submission, reference, W, data):
    x, y = data
    assert submission.slope(W, x, y) == one_number(reference.slope(W, x, y))


@exercise("slope", points=1, title="leaves its arguments alone", side_effects_only=True)
@settings(max_examples=10)
@given(W=weights(), data=columns())
def test_slope_leaves_its_arguments_alone(submission, W, data):
    seen = submission.slope.observe(W, *data)
    assert not seen.changed, f"expected all arguments as they were, got {seen.changed[0]} changed"


@exercise("double_", points=2, title="doubles in place", hint="The underscore is the promise.")
@settings(max_examples=20)
@given(t=tensors(shapes()))
def test_double_in_place(submission, t):
    seen = submission.double_.observe(t)
    assert seen.answer == exactly(2 * t)
    assert seen.is_argument == (0,), "expected the argument itself, got another tensor"


@exercise("size", points=2, title="has no sign", hint="What of negative numbers?")
@given(number=st.integers(-1000, 1000))
def test_size_has_no_sign(submission, number):
    assert submission.size(number) == close_to(abs(number))


@exercise("size", points=1, title="is that of the opposite")
@settings(max_examples=10)
@given(number=st.integers(-1000, 1000))
def test_size_of_the_opposite(submission, number):
    assert submission.size(number) == submission.size(-number), f"expected the same for {number} and {-number}"


@exercise("Scaler", points=2, title="multiplies by its factor")
@settings(max_examples=10)
@given(x=tensors((2, 3)), factor=weights())
def test_scaler_multiplies(submission, x, factor):
    scaler = submission.Scaler()
    assert scaler.view().parameters == exactly({"factor": torch.ones(1)})
    scaler.set_parameters({"factor": factor})
    assert scaler(x) == close_to(factor * x)
