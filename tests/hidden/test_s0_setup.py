"""Hidden tests of s0_setup: the distribution and its generator, the exact versions, the device of this machine."""

import ast
import platform
from contextlib import suppress

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import exercise, instance_of, like, unchanged

MANY = 2000
"""How many numbers are drawn to judge a distribution."""

CLOSEST, FARTHEST = 0.25, 2.8
"""The smallest and largest distance of n uniform numbers from an even spread, times the root of n.

One seed in a million is outside.
"""

EDGE = 0.01
"""The smallest of MANY numbers is below EDGE and the largest above 1 - EDGE, except for two seeds in a billion."""

DIFFERENT = 1500
"""The least number of different values among MANY numbers; in float32, almost all of them are different."""

SEEDS = """
import random
import numpy

def seed(of_torch, of_the_others):
    torch.manual_seed(of_torch)
    numpy.random.seed(of_the_others)
    random.seed(of_the_others)
"""


def farthest_from_even(numbers: torch.Tensor) -> float:
    """The largest difference between x and the share of numbers up to x (Kolmogorov's distance)."""
    ordered = numbers.detach().double().clamp(0, 1).sort().values
    steps = torch.arange(len(ordered) + 1, dtype=torch.float64) / len(ordered)
    return max(float((steps[1:] - ordered).abs().max()), float((ordered - steps[:-1]).abs().max()))


def shown(numbers: torch.Tensor) -> str:
    return ", ".join(f"{number:.4f}" for number in numbers.tolist())


# first_tensor


@exercise("first_tensor", points=2, title="has n numbers", hint="What is `n` for? How many axes does your tensor have?")
@settings(max_examples=10)
@given(n=st.integers(1, 12))
def test_first_tensor_has_n_numbers(submission, n):
    assert submission.first_tensor(n=n) == like((n,), torch.float32)


@exercise(
    "first_tensor",
    points=1,
    title="ranges from 0 up to, but not including, 1",
    hint="From which range does your function draw?",
)
def test_first_tensor_lies_between_0_and_1(submission):
    numbers = submission.first_tensor(MANY)
    assert numbers == like((MANY,), torch.float32)
    low, high = numbers.min().item(), numbers.max().item()
    assert low >= 0, f"expected numbers of at least 0, got {low}"
    assert high < 1, f"expected numbers below 1, got {high}"
    assert low < EDGE, f"expected some of {MANY} numbers close to 0, got {low} as the smallest"
    assert high > 1 - EDGE, f"expected some of {MANY} numbers close to 1, got {high} as the largest"


@exercise("first_tensor", points=1, title="is uniform", hint="Is every number in the range equally likely?")
def test_first_tensor_is_uniform(submission):
    numbers = submission.first_tensor(MANY)
    assert numbers == like((MANY,), torch.float32)
    distance = farthest_from_even(numbers)
    assert distance * MANY**0.5 <= FARTHEST, (
        f"expected {MANY} numbers spread evenly from 0 to 1, got {distance:.0%} too many or too few in some part"
    )
    assert distance * MANY**0.5 >= CLOSEST, (
        f"expected {MANY} random numbers, got numbers that are spread too evenly to be random"
    )


@exercise(
    "first_tensor",
    points=1,
    title="draws each number independently",
    hint="Does one of your numbers tell something about the others?",
)
def test_first_tensor_draws_each_number_by_itself(submission):
    numbers = submission.first_tensor(MANY)
    assert numbers == like((MANY,), torch.float32)
    different = len(numbers.unique())
    assert different >= DIFFERENT, f"expected almost {MANY} different numbers, got {different}"
    half = MANY // 2
    distance = max(farthest_from_even(numbers[:half]), farthest_from_even(numbers[half:]))
    assert distance * half**0.5 <= FARTHEST, (
        f"expected both halves of {MANY} numbers spread evenly from 0 to 1, got {distance:.0%} too many in some part"
    )


@exercise(
    "first_tensor",
    points=1,
    title="differs from call to call",
    hint="Does your function start again from the same point at each call?",
)
@pytest.mark.parametrize("seed", [3, 14])
def test_calls_in_a_row_differ(submission, seed):
    first, second, third = submission.first_tensor.options(seed=seed).repeat(3, 6)
    assert first == like((6,), torch.float32)
    same = (first == second) | (second == third) | (first == third)
    assert not same.any(), (
        f"expected different numbers from three calls, got {shown(first)}; {shown(second)}; {shown(third)}"
    )


@exercise(
    "first_tensor",
    points=2,
    title="repeats its numbers after the same torch.manual_seed",
    hint="Which random generator does `torch.manual_seed` set?",
)
def test_the_same_seed_gives_the_same_numbers(submission):
    seeds = submission.define(SEEDS)
    seeds.seed(5, 1)
    first = submission.first_tensor.options(seed=None)(3)
    seeds.seed(5, 2)
    again = submission.first_tensor.options(seed=None)(3)
    assert first == like((3,), torch.float32)
    assert torch.equal(first, again), (
        f"expected the same numbers after the same torch.manual_seed, got {shown(first)}, then {shown(again)}"
    )


@exercise(
    "first_tensor",
    points=1,
    title="gives other numbers after another torch.manual_seed",
    hint="Which random generator does `torch.manual_seed` set?",
)
def test_another_seed_gives_other_numbers(submission):
    seeds = submission.define(SEEDS)
    seeds.seed(5, 1)
    first = submission.first_tensor.options(seed=None)(3)
    seeds.seed(6, 1)
    other = submission.first_tensor.options(seed=None)(3)
    assert first == like((3,), torch.float32)
    assert not torch.equal(first, other), (
        f"expected other numbers after another torch.manual_seed, got {shown(first)} twice"
    )


@exercise(
    "first_tensor",
    points=1,
    title="does not change torch's settings",
    hint="Does your function change one of torch's defaults?",
    side_effects_only=True,
)
def test_first_tensor_leaves_settings_alone(submission):
    assert submission.first_tensor.observe(2) == unchanged(arguments=False)


# versions


def assert_version(found, name, version):
    assert found == instance_of(dict)
    assert name in found, f"expected the key {name!r}, got {', '.join(map(repr, found)) or 'none'}"
    allowed = (str(version), str(version).split("+")[0])
    assert found[name] in allowed, f"expected {name!r} to be {allowed[-1]!r}, got {found[name]!r}"


def texts_in(source: str) -> set[object]:
    """The strings and numbers in a piece of code, without docstrings."""
    with suppress(SyntaxError):
        nodes = list(ast.walk(ast.parse(source)))
        alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        return {node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in alone}
    return set()


@exercise(
    "versions",
    points=1,
    title="gives Python's version",
    hint="A version has three parts, such as 3.11.7. Does yours have these three, and nothing else?",
)
def test_versions_tell_pythons(submission):
    assert_version(submission.versions(), "python", platform.python_version())


@exercise("versions", points=1, title="gives NumPy's version", hint="How does a package tell its own version?")
def test_versions_tell_numpys(submission):
    assert_version(submission.versions(), "numpy", np.__version__)


@exercise(
    "versions",
    points=1,
    title="gives torch's version",
    hint="Is it the version of torch itself, or of something that torch was built with?",
)
def test_versions_tell_torchs(submission):
    assert_version(submission.versions(), "torch", torch.__version__)


@exercise(
    "versions",
    points=1,
    title="asks for the versions instead of storing them",
    hint="What will your function return after the next update?",
)
def test_versions_are_asked_for(submission):
    found, written = submission.versions(), texts_in(submission.versions.source())
    assert found == instance_of(dict)
    typed_in = [repr(name) for name in ("python", "numpy", "torch") if str(found.get(name)) in written]
    assert not typed_in, (
        f"expected a function that asks for each version, got a typed-in version of {', '.join(typed_in)}"
    )


@exercise(
    "versions",
    points=1,
    title="does not change torch's settings",
    hint="Does your function change one of torch's defaults?",
    side_effects_only=True,
)
def test_versions_leaves_settings_alone(submission):
    assert submission.versions.observe() == unchanged(arguments=False)


# best_device


CARD = """
import inspect
import sys
from contextlib import ExitStack, contextmanager, suppress
from types import SimpleNamespace
from torch.overrides import TorchFunctionMode

HERE, NONE = torch.device("cpu"), object()
ABOUT = SimpleNamespace(name="a card", total_memory=2**34, major=9, minor=0, multi_processor_count=100)
TOLD = lambda cards: [
    (torch.cuda, "is_available", lambda: cards > 0),
    (torch.cuda, "device_count", lambda: cards),
    (torch.cuda, "current_device", of_a_card(cards, 0)),
    (torch.cuda, "get_device_name", of_a_card(cards, ABOUT.name)),
    (torch.cuda, "get_device_capability", of_a_card(cards, (ABOUT.major, ABOUT.minor))),
    (torch.cuda, "get_device_properties", of_a_card(cards, ABOUT)),
    (torch.cuda, "mem_get_info", of_a_card(cards, (2**34, 2**34))),
    (torch.cuda, "synchronize", of_a_card(cards, None)),
    (torch.cuda, "init", of_a_card(cards, None)),
    (torch.cuda, "_lazy_init", of_a_card(cards, None)),
    (torch.cuda, "_is_compiled", lambda: True),
    (torch, "Generator", lambda device="cpu": of_a_card(cards or str(device) == "cpu", torch.default_generator)()),
    (torch.version, "cuda", "12.4"),
    (torch._C, "_has_cuda", True),
    (torch._C, "_cuda_getDeviceCount", lambda: cards),
    (torch._C, "_accelerator_getAccelerator", lambda: torch.device("cuda") if cards else None),
]

def of_a_card(cards, answer):
    # A function that returns this answer if there is a card, and raises an error if there is none.
    def told(device=None):
        if not cards:
            raise RuntimeError("No CUDA GPUs are available")
        return answer
    return told

class Card(TorchFunctionMode):
    # Makes on the processor what is asked for on the card; raises an error if there is no card.
    used = False

    def __init__(self, cards):
        super().__init__()
        self.cards = cards

    def use(self):
        of_a_card(self.cards, None)()
        self.used = True

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if function is torch.device:
            return function(*args, **(kwargs or {}))
        if function is torch.Tensor.cuda:
            self.use()
            return args[0]
        args = [self.here(value) for value in args]
        return function(*args, **{name: self.here(value) for name, value in (kwargs or {}).items()})

    def here(self, value):
        if isinstance(value, (str, torch.device)) and str(value).startswith("cuda"):
            self.use()
            return HERE
        return value

@contextmanager
def machine(cards):
    with ExitStack() as back:
        for place, name, told in TOLD(cards):
            was = getattr(place, name, NONE)
            back.callback(*((delattr, place, name) if was is NONE else (setattr, place, name, was)))
            setattr(place, name, told)
        yield back.enter_context(Card(cards))

def named(answer, card):
    if card.used:
        return "cuda"
    if isinstance(answer, torch.device) and (answer.index or 0) >= max(card.cards, 1):
        return str(answer)
    return getattr(answer, "type", type(answer).__name__)

def best_device_elsewhere(best_device, cards):
    # The function's answer on a machine with this many cards. If it is wrong, the function may have asked torch
    # earlier, at import or in its first call: then run the file again.
    expected = "cuda" if cards else "cpu"
    with machine(cards) as card, suppress(Exception):
        if named(best_device(), card) == expected:
            return expected
    module = next((one for one in list(sys.modules.values()) if vars(one).get("best_device") is best_device), None)
    with machine(cards) as card:
        try:
            fresh = {"__name__": module.__name__}
            exec(inspect.getsource(module), fresh)
            if getattr(fresh["best_device"], "__code__", None) != getattr(best_device, "__code__", None):
                fresh["best_device"] = best_device
            return named(fresh["best_device"](), card)
        except Exception:
            return expected  # the card is not real, so an error on it means nothing
"""


@exercise(
    "best_device", points=2, title="is the best device of this machine", hint="What does torch say about this machine?"
)
def test_best_device_of_this_machine(submission, reference):
    device, best = submission.best_device(), reference.best_device()
    assert device == instance_of(torch.device)
    assert device.type == best.type, f"expected {best.type} on this machine, got {device.type}"


@exercise(
    "best_device",
    points=1,
    title="asks torch",
    hint="How does your function find out whether there is a graphics card?",
)
def test_best_device_asks(submission):
    device = submission.best_device()
    assert device == instance_of(torch.device)
    elsewhere, function = submission.define(CARD), submission.value("best_device")
    answer = elsewhere.best_device_elsewhere(function, cards=1)
    assert answer == "cuda", f"expected cuda on a machine where torch has a graphics card, got {answer}"
    answer = elsewhere.best_device_elsewhere(function, cards=4)
    assert answer == "cuda", f"expected cuda on a machine where torch has four graphics cards, got {answer}"
    answer = elsewhere.best_device_elsewhere(function, cards=0)
    assert answer == "cpu", f"expected cpu on a machine where torch knows of cuda but finds no card, got {answer}"


@exercise(
    "best_device",
    points=1,
    title="does not change torch's settings",
    hint="Does your function change one of torch's defaults?",
    side_effects_only=True,
)
def test_best_device_leaves_settings_alone(submission):
    assert submission.best_device.observe() == unchanged(arguments=False)
