"""What a student sees."""

import torch

from grader.suite import close_to, exercise


@exercise("double", points=1, title="doubles an example")
def test_double_doubles_an_example(submission):
    assert submission.double(torch.tensor([1.0, 2.0])) == close_to(torch.tensor([2.0, 4.0]))


@exercise("softmax", points=1, title="halves between equals")
def test_softmax_halves_between_equals(submission):
    assert submission.softmax(torch.tensor([3.0, 3.0])) == close_to(torch.tensor([0.5, 0.5]))
