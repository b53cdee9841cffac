"""s0_setup, hidden: the distribution and the generator, the versions exactly, the device of this machine."""

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
"""Numbers drawn to judge a distribution by."""

CLOSEST, FARTHEST = 0.25, 2.8
"""How far the shares of n even numbers stray, times the root of n: but for one seed in a million."""

EDGE = 0.01
"""The smallest of MANY numbers lies below it, and the largest above 1 minus it: but for two in a billion."""

DIFFERENT = 1500
"""At least so many of MANY numbers are different ones; of float32 nearly all are."""

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
    ordered = numbers.detach().double().clamp(0, 1).sort().values
    steps = torch.arange(len(ordered) + 1, dtype=torch.float64) / len(ordered)
    return max(float((steps[1:] - ordered).abs().max()), float((ordered - steps[:-1]).abs().max()))


def shown(numbers: torch.Tensor) -> str:
    return ", ".join(f"{number:.4f}" for number in numbers.tolist())


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
    low, high = numbers.min().item(), numbers.max().item()
    assert low >= 0, f"expected numbers from 0 on; the smallest of {MANY} is {low}"
    assert high < 1, f"expected numbers below 1; the largest of {MANY} is {high}"
    assert low < EDGE, f"expected numbers as small as 0, too; the smallest of {MANY} is {low}"
    assert high > 1 - EDGE, f"expected numbers nearly as large as 1, too; the largest of {MANY} is {high}"


@exercise(
    "first_tensor", points=1, title="is uniform", hint="Does every number have the same chance, and is each drawn anew?"
)
def test_first_tensor_is_uniform(submission):
    numbers = submission.first_tensor(MANY)
    assert numbers == like((MANY,), torch.float32)
    distance = farthest_from_even(numbers)
    assert distance * MANY**0.5 <= FARTHEST, (
        f"expected {MANY} numbers spread evenly from 0 to 1; some part has {distance:.0%} too many or too few"
    )
    assert distance * MANY**0.5 >= CLOSEST, f"expected {MANY} random numbers; these are spread too evenly for chance"


@exercise(
    "first_tensor", points=1, title="draws each number by itself", hint="Does one number say something of others?"
)
def test_first_tensor_draws_each_number_by_itself(submission):
    numbers = submission.first_tensor(MANY)
    assert numbers == like((MANY,), torch.float32)
    different = len(numbers.unique())
    assert different >= DIFFERENT, f"among {MANY} random numbers nearly all differ; here are only {different} values"
    half = MANY // 2
    distance = max(farthest_from_even(numbers[:half]), farthest_from_even(numbers[half:]))
    assert distance * half**0.5 <= FARTHEST, (
        f"expected both halves of {MANY} numbers spread evenly from 0 to 1; some part has {distance:.0%} too many"
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
    same = (first == second) | (second == third) | (first == third)
    assert not same.any(), (
        f"expected other numbers at each call; three calls gave {shown(first)}; {shown(second)}; {shown(third)}"
    )


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
    """The strings (and numbers) in a piece of code; docstrings are none of them."""
    with suppress(SyntaxError):
        nodes = list(ast.walk(ast.parse(source)))
        alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        return {node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in alone}
    return set()


@exercise("versions", points=1, title="tells Python's version", hint="All three parts, as in 3.11.7, and nothing more?")
def test_versions_tell_pythons(submission):
    assert_version(submission.versions(), "python", platform.python_version())


@exercise("versions", points=1, title="tells NumPy's version", hint="Does every package know its own version?")
def test_versions_tell_numpys(submission):
    assert_version(submission.versions(), "numpy", np.__version__)


@exercise("versions", points=1, title="tells torch's version", hint="Torch's own, not that of what it was built with?")
def test_versions_tell_torchs(submission):
    assert_version(submission.versions(), "torch", torch.__version__)


@exercise("versions", points=1, title="are asked for", hint="What will your function say after the next update?")
def test_versions_are_asked_for(submission):
    found, written = submission.versions(), texts_in(submission.versions.source())
    assert found == instance_of(dict)
    typed_in = [repr(name) for name in ("python", "numpy", "torch") if str(found.get(name)) in written]
    assert not typed_in, f"expected every version to be asked for; typed in: {', '.join(typed_in)}"


@exercise(
    "versions",
    points=1,
    title="leaves torch's settings alone",
    hint="Did you change a default of torch on the way?",
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
    # A function that answers so where there is a card, and refuses where there is none.
    def told(device=None):
        if not cards:
            raise RuntimeError("No CUDA GPUs are available")
        return answer
    return told

class Card(TorchFunctionMode):
    # What is asked for on the card is made here instead; it fails where there is no card.
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
    # What the function answers on a machine with so many cards. If that is not what is due, it may have asked before,
    # when the file was read or when it was first called: then the file is read anew.
    due = "cuda" if cards else "cpu"
    with machine(cards) as card, suppress(Exception):
        if named(best_device(), card) == due:
            return due
    module = next((one for one in list(sys.modules.values()) if vars(one).get("best_device") is best_device), None)
    with machine(cards) as card:
        try:
            fresh = {"__name__": module.__name__}
            exec(inspect.getsource(module), fresh)
            if getattr(fresh["best_device"], "__code__", None) != getattr(best_device, "__code__", None):
                fresh["best_device"] = best_device
            return named(fresh["best_device"](), card)
        except Exception:
            return due  # this is no real card: what fails on it tells nothing
"""


@exercise("best_device", points=2, title="is the best of this machine", hint="What does torch say about this machine?")
def test_best_device_of_this_machine(submission, reference):
    device, best = submission.best_device(), reference.best_device()
    assert device == instance_of(torch.device)
    assert device.type == best.type, f"expected {best.type} on this machine, got {device.type}"


@exercise(
    "best_device", points=1, title="asks torch", hint="How does your function know whether there is a graphics card?"
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
    title="leaves torch's settings alone",
    hint="Did you change a default of torch on the way?",
    side_effects_only=True,
)
def test_best_device_leaves_settings_alone(submission):
    assert submission.best_device.observe() == unchanged(arguments=False)
