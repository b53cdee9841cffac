"""What a student never sees: canary-of-the-hidden-suite-5f1d."""

import torch
from hypothesis import given, settings

from grader.suite import close_to, exercise, tensors

CANARY = "canary-of-the-hidden-suite-5f1d"


@exercise("double", points=1, title="is twice any numbers", hint="Is each number added to itself?")
@settings(max_examples=10)
@given(x=tensors((3,)))
def test_double_is_twice_any_numbers(submission, reference, x):
    assert submission.double(x + 0.5) == close_to(reference.double(x + 0.5))


@exercise("softmax", points=1, title="is right for hidden numbers", hint="What do the numbers add up to?")
def test_softmax_is_right_for_hidden_numbers(submission, reference):
    z = torch.tensor([0.125, -1.75, 2.5, 31.0625])
    assert submission.softmax(z) == close_to(reference.softmax(z))
