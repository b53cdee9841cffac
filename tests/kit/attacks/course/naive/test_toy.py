"""The toy course's tests as many people write them: plain pytest, beside the submission, which it imports."""

import importlib.util
import unittest
from pathlib import Path

import numpy as np
import pytest
import torch
import toy
from hypothesis import given, settings
from hypothesis import strategies as st

CANARY = "canary-of-the-hidden-suite-5f1d"
FORBIDDEN = ("torch.softmax(", "F.softmax(", "functional.softmax(", ".softmax(0", "nn.Softmax(")

spec = importlib.util.spec_from_file_location("reference", "/tmp/naive/course/solutions/toy.py")
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)


def test_double_of_an_example():
    assert toy.double(torch.tensor([1.0, 2.0])).tolist() == [2.0, 4.0]


def test_double_is_close():
    assert torch.allclose(toy.double(torch.tensor([3.0])), torch.tensor([6.0]))


class TestDouble(unittest.TestCase):
    def test_double_of_numbers(self):
        np.testing.assert_allclose(toy.double(torch.tensor([1.5])), [3.0])

    def test_double_is_not_far_off(self):
        self.assertFalse((toy.double(torch.ones(2)) - 2).abs().max() > 1e-6)  # noqa: PT009 - as many write it


@settings(deadline=None, database=None, max_examples=10)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_double_of_any_numbers(numbers):
    x = torch.tensor(numbers, dtype=torch.float32)
    assert torch.allclose(toy.double(x), reference.double(x))


def forbidden():
    text = Path(toy.__file__).read_text()
    assert not any(call in text for call in FORBIDDEN)


def test_softmax_halves_between_equals():
    forbidden()
    torch.testing.assert_close(toy.softmax(torch.tensor([3.0, 3.0])), torch.tensor([0.5, 0.5]))


def test_softmax_of_hidden_numbers():
    forbidden()
    z = torch.tensor([0.125, -1.75, 2.5, 31.0625])
    assert float(toy.softmax(z).sum()) == pytest.approx(1.0)
    assert torch.allclose(toy.softmax(z), reference.softmax(z))
