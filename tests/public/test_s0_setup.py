"""Public tests of s0_setup: does the installation work?"""

import platform

import numpy as np
import torch

from grader.suite import exercise, instance_of, like


@exercise("first_tensor", points=1, title="has five numbers by default", hint="What is the default value of `n`?")
def test_first_tensor_has_five_numbers_by_default(submission):
    assert submission.first_tensor() == like((5,), torch.float32)


@exercise("first_tensor", points=1, title="is random", hint="Does each call draw new numbers?")
def test_two_calls_in_a_row_differ(submission):
    first, second = submission.first_tensor.repeat(2, 4)
    assert first == like((4,), torch.float32)
    shown = ", ".join(f"{number:.4f}" for number in first.tolist())
    assert not torch.equal(first, second), f"expected different numbers from two calls, got [{shown}] twice"


@exercise(
    "versions", points=1, title="has keys for Python, NumPy and torch", hint="Are all three keys there, in lower case?"
)
def test_versions_have_three_names(submission):
    found = submission.versions()
    assert found == instance_of(dict)
    missing = {"python", "numpy", "torch"} - set(found)
    assert not missing, (
        f"expected the keys 'python', 'numpy' and 'torch', got no {', '.join(map(repr, sorted(missing)))}"
    )


@exercise(
    "versions",
    points=1,
    title="gives the versions in use",
    hint="Where does each version come from: from you, or from the package itself?",
)
def test_versions_are_those_in_use(submission):
    found = submission.versions()
    in_use = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    assert found == instance_of(dict)
    for name, version in in_use.items():
        allowed = (str(version), str(version).split("+")[0])
        assert found.get(name) in allowed, f"expected {name!r} to be {allowed[-1]!r}, got {found.get(name)!r}"


@exercise(
    "best_device",
    points=1,
    title="is a torch.device of this machine",
    hint="A name alone is a string. How do you make a device from it, and how do you ask torch whether it is there?",
)
def test_best_device_is_a_device(submission):
    device = submission.best_device()
    assert device == instance_of(torch.device)
    possible = ("cuda", "cpu") if torch.cuda.is_available() else ("cpu",)
    assert device.type in possible, f"expected {' or '.join(possible)} on this machine, got {device.type}"
