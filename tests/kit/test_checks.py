"""Comparers for what a call does besides answering, and for the kind of an answer: what passes, and what is said."""

import pytest
import torch

from grader.failure import Failure
from grader.report.words import message
from grader.suite import Gradients, Observation, exactly, gradients, in_double, instance_of, unchanged
from grader.texts import translator

ONE, TWO = torch.ones(1), torch.full((1,), 2.0)


def observation(changed=(), settings=()) -> Observation:
    return Observation(None, [], {}, tuple(changed), (), (), "", (), tuple(settings))


def flow(*inputs, **parameters) -> Gradients:
    return Gradients(None, list(inputs), parameters)


HOLDS = {
    "nothing changed": (unchanged(), observation()),
    "only settings are asked about": (unchanged(arguments=False), observation(changed=["x"])),
    "only arguments are asked about": (unchanged(settings=False), observation(settings=["default dtype"])),
    "gradients of inputs": (gradients({"W": ONE, "b": TWO}), flow(ONE, TWO)),
    "gradients within a tolerance": (gradients({"W": ONE}, atol=0.5), flow(ONE + 0.25)),
    "gradients of parameters": (gradients(parameters={"w": ONE}), flow(w=ONE, frozen=None)),
    "an instance": (instance_of(dict), {}),
}


@pytest.mark.parametrize("case", HOLDS)
def test_a_comparison_holds(case):
    comparer, got = HOLDS[case]
    assert got == comparer


TOLD = {
    "a changed argument and a setting": (
        unchanged(), observation(["argument 1"], ["default dtype"]),
        "expected the call to change nothing, but it changed `argument 1` and `default dtype`",
    ),
    "a changed setting": (
        unchanged(arguments=False), observation(["argument 1"], ["default dtype"]),
        "expected the call to change nothing, but it changed `default dtype`",
    ),
    "no gradient": (
        gradients({"W": ONE, "b": TWO}), flow(ONE, None),
        "expected a gradient for b, got none: no gradient can flow back to b",
    ),
    "no gradient for a parameter": (
        gradients(parameters={"w": ONE}), flow(w=None),
        "expected a gradient for w, got none: no gradient can flow back to w",
    ),
    "another gradient": (
        gradients({"W": ONE}), flow(3 * ONE),
        "expected [1.]    got [3.]    (at the gradient for W; 3 times too large)",
    ),
    "an argument that no longer is one": (
        gradients({"W": ONE, "b": TWO}), flow(ONE),
        "expected the call to leave its arguments unchanged, but it wrote into one of them",
    ),
    "another type": (instance_of(torch.device), "cpu", "expected a torch.device    got a str: 'cpu'"),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_a_difference_is_told(case):
    comparer, got, told = TOLD[case]
    assert (got == comparer) is False
    found = comparer.find(got)
    failure = Failure(found.kind, None, found.expected, found.got, found.difference, found.guess, names=found.names)
    assert message(failure, translator()) == told


def test_floats_are_made_double_and_the_rest_stays():
    floats, counts = torch.tensor([0.5]), torch.tensor([1])
    assert in_double(floats, counts, 0.1, 3) == exactly((floats.double(), counts, 0.1, 3))
