"""s0_setup, hidden: the distribution and the generator, the versions exactly, the device of this machine."""

import ast
import platform
import textwrap

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import exercise, like

MANY = 2000
"""Numbers drawn to judge a distribution by."""

LIMIT = 2.6
"""The farthest that the shares of that many even numbers stray, times the root of MANY: but for one seed in 300,000."""

SEEDS = """
import random
import numpy

def seed(of_torch, of_the_others):
    torch.manual_seed(of_torch)
    numpy.random.seed(of_the_others)
    random.seed(of_the_others)
"""


def farthest_from_even(numbers: torch.Tensor) -> float:
    """How far the share of numbers up to x strays from x, at most (Kolmogorov's distance)."""
    ordered = numbers.double().sort().values
    steps = torch.arange(len(ordered) + 1, dtype=torch.float64) / len(ordered)
    return max(float((steps[1:] - ordered).abs().max()), float((ordered - steps[:-1]).abs().max()))


def shown(numbers: torch.Tensor) -> str:
    return ", ".join(f"{number:.4f}" for number in numbers.tolist())


def told(value: object) -> str:
    """What came back, in words."""
    return (
        "nothing: printing shows a value, returning hands it on"
        if value is None
        else f"{type(value).__name__} {value!r}"
    )


def assert_settings_stay(seen) -> None:
    changed = seen.settings_changed
    assert not changed, f"torch's settings should stay as they were; changed: {', '.join(changed)}"


# first_tensor


@exercise("first_tensor", points=2, title="has n numbers", hint="What is `n` for? And how many axes has your tensor?")
@settings(max_examples=10)
@given(n=st.integers(1, 12))
def test_first_tensor_has_n_numbers(submission, n):
    assert submission.first_tensor(n=n) == like((n,), torch.float32)


@exercise(
    "first_tensor", points=1, title="starts at 0 and stays below 1", hint="Which of torch's generators draw where?"
)
def test_first_tensor_lies_between_0_and_1(submission):
    numbers = submission.first_tensor(MANY)
    assert numbers == like((MANY,), torch.float32)
    low, high = float(numbers.min()), float(numbers.max())
    assert low >= 0, f"expected numbers from 0 on; the smallest of {MANY} is {low}"
    assert high < 1, f"expected numbers below 1; the largest of {MANY} is {high}"


@exercise(
    "first_tensor", points=1, title="is uniform", hint="Does every number have the same chance, and is each drawn anew?"
)
def test_first_tensor_is_uniform(submission):
    numbers = submission.first_tensor(MANY)
    assert numbers == like((MANY,), torch.float32)
    distance = farthest_from_even(numbers)
    assert distance * MANY**0.5 <= LIMIT, (
        f"expected {MANY} numbers spread evenly from 0 to 1; some part has {distance:.0%} too many or too few"
    )


@exercise(
    "first_tensor",
    points=1,
    title="differs from call to call",
    hint="Does something in your function begin anew each time?",
)
@pytest.mark.parametrize("seed", [3, 14])
def test_calls_in_a_row_differ(submission, seed):
    first, second, third = submission.first_tensor.options(seed=seed).repeat(3, 6)
    assert first == like((6,), torch.float32)
    same = torch.equal(first, second) or torch.equal(second, third) or torch.equal(first, third)
    assert not same, f"expected other numbers at each call, got the same again: {shown(first)}"


@exercise(
    "first_tensor", points=2, title="listens to torch.manual_seed", hint="Which generator does `torch.manual_seed` set?"
)
def test_the_same_seed_gives_the_same_numbers(submission):
    seeds = submission.define(SEEDS)
    seeds.seed(5, 1)
    first = submission.first_tensor.options(seed=None)(3)
    seeds.seed(5, 2)
    again = submission.first_tensor.options(seed=None)(3)
    assert first == like((3,), torch.float32)
    assert torch.equal(first, again), (
        f"after the same torch.manual_seed the same numbers are expected; got {shown(first)}, then {shown(again)}"
    )


@exercise("first_tensor", points=1, title="changes with the seed", hint="Which generator does `torch.manual_seed` set?")
def test_another_seed_gives_other_numbers(submission):
    seeds = submission.define(SEEDS)
    seeds.seed(5, 1)
    first = submission.first_tensor.options(seed=None)(3)
    seeds.seed(6, 1)
    other = submission.first_tensor.options(seed=None)(3)
    assert first == like((3,), torch.float32)
    assert not torch.equal(first, other), f"another torch.manual_seed should give other numbers than {shown(first)}"


@exercise(
    "first_tensor",
    points=1,
    title="leaves torch's settings alone",
    hint="Did you change a default of torch on the way?",
)
def test_first_tensor_leaves_settings_alone(submission):
    assert_settings_stay(submission.first_tensor.observe(2))


# versions


def assert_version(found, name, version):
    assert isinstance(found, dict), f"expected a dict, got {told(found)}"
    assert name in found, f"expected the key {name!r}, got {', '.join(map(repr, found)) or 'none'}"
    allowed = (str(version), str(version).split("+")[0])
    assert found[name] in allowed, f"expected {name!r} to be {allowed[-1]!r}, got {found[name]!r}"


@exercise("versions", points=1, title="tells Python's version", hint="All three parts, as in 3.11.7, and nothing more?")
def test_versions_tell_pythons(submission):
    assert_version(submission.versions(), "python", platform.python_version())


@exercise("versions", points=1, title="tells NumPy's version", hint="Does every package know its own version?")
def test_versions_tell_numpys(submission):
    assert_version(submission.versions(), "numpy", np.__version__)


@exercise("versions", points=1, title="tells torch's version", hint="Torch's own, not that of what it was built with?")
def test_versions_tell_torchs(submission):
    assert_version(submission.versions(), "torch", torch.__version__)


@exercise(
    "versions", points=1, title="leaves torch's settings alone", hint="Did you change a default of torch on the way?"
)
def test_versions_leaves_settings_alone(submission):
    assert_settings_stay(submission.versions.observe())


# best_device


def names_in(source: str) -> set[str]:
    """What a piece of code looks up or calls: names and attributes, but for those that it sets itself."""
    nodes = list(ast.walk(ast.parse(textwrap.dedent(source))))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return names - own | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


@exercise("best_device", points=2, title="is the best of this machine", hint="What does torch say about this machine?")
def test_best_device_of_this_machine(submission, reference):
    device, best = submission.best_device(), reference.best_device()
    assert isinstance(device, torch.device), f"expected a torch.device, got {told(device)}"
    assert device.type == best.type, f"expected {best.type} on this machine, got {device.type}"


@exercise(
    "best_device", points=1, title="asks torch", hint="How does your function know whether there is a graphics card?"
)
def test_best_device_asks(submission):
    device = submission.best_device()
    assert isinstance(device, torch.device), f"expected a torch.device, got {told(device)}"
    source = submission.best_device.source()
    asked = names_in(source) - {"torch", "device", "str", "print"}
    assert asked or not source, "expected a question to torch: without one, the answer is the same on every machine"


@exercise(
    "best_device", points=1, title="leaves torch's settings alone", hint="Did you change a default of torch on the way?"
)
def test_best_device_leaves_settings_alone(submission):
    assert_settings_stay(submission.best_device.observe())
