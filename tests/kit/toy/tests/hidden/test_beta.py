"""The laws of section beta."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import close_to, columns, exercise, like, weights


@exercise("descend", points=2, title="goes downhill step by step")
@settings(max_examples=20)
@given(W=weights(), data=columns(max_m=3, lo=-1, hi=1), times=st.integers(0, 4))
def test_descend_step_by_step(submission, reference, W, data, times):
    x, y = data
    assert submission.descend(W, x, y, times) == close_to(reference.descend(W, x, y, times), scale=10)


@exercise("descend", points=1, title="keeps the dtype")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_descend_keeps_the_dtype(submission, dtype):
    x = torch.ones(2, 1, dtype=dtype)
    assert submission.descend(torch.zeros(1, dtype=dtype), x, x, 1) == close_to(torch.tensor([0.2], dtype=dtype))


@exercise("noise", points=1, title="has so many numbers, others each time")
@settings(max_examples=4)
@given(count=st.integers(2, 5))
def test_noise(submission, count):
    one, other = submission.noise.repeat(2, count)
    assert one == like((count,), torch.float32)
    assert not torch.equal(one, other), "expected other numbers the second time, got the same"
