"""The second net under a ✗: what the reading of the source has missed may still be seen when it runs."""

import contextlib
import re

import pytest
import torch
from grader.suite.net import caught

from grader.boundary.answers import StudentError

CALLS = {
    "a function": ("torch.sigmoid(x)", ["sigmoid"], "sigmoid"),
    "a method": ("x.tanh()", ["sigmoid", "tanh"], "tanh"),
    "a module's class": ("torch.nn.MSELoss()(x, x)", ["mse_loss"], "mse_loss"),
    "torch's own table": ("torch.ops.aten.stack([x, x])", ["stack"], "stack"),
    "a relation": ("torch.special.expit(x)", ["sigmoid"], "sigmoid"),
    "what a place holds": ("torch.autograd.grad(x.sum(), x)", ["torch.autograd"], "torch.autograd"),
    "a gradient": ("x.sum().backward()", ["backward"], "backward"),
    "something else": ("1 / (1 + torch.exp(-x))", ["sigmoid", "softmax", "tanh"], ""),
    "a print": ("print(x, x.sum(), x.grad_fn)", ["backward", "torch.autograd", "stack"], ""),
    "an exception": ("torch.sigmoid(x) + undefined", ["sigmoid"], ""),
}


@pytest.mark.parametrize("case", CALLS)
def test_what_ran_is_seen_by_its_name(case, hand_in):
    code, banned, expected = CALLS[case]
    student = hand_in(work=f"import torch\ndef work(x):\n    return {code}\n")
    asked = []
    ask = student.session.ask
    student.session.ask = lambda requests, seconds, module: asked.extend(requests) or ask(requests, seconds, module)
    with contextlib.suppress(StudentError):
        student.subject().work(torch.ones(2, requires_grad=True))
    student.session.ask = ask
    assert caught(student.session, asked, "work", banned, 5.0, "work") == expected


SLOPE = "import torch\ndef slope(W, x, y):\n    error = torch.sub(W * x, y)\n    return 2 * torch.mean(error * x)\n"


@pytest.mark.parametrize(("entry", "ends"), [("torch.sub", "failed"), ("sigmoid", "passed")])
def test_what_is_seen_fails_the_test_in_a_sentence(toy, monkeypatch, entry, ends):
    monkeypatch.setattr("grader.runner.grading.breaches", lambda *arguments: [])  # a reading that sees nothing
    course = (toy.root / "pyproject.toml").read_text(encoding="utf-8")
    toy.write({"pyproject.toml": course.replace("torch.autograd", entry)})
    found = toy.ends(toy.submission(alpha=SLOPE), sections=("alpha",))
    slopes = {name: end for name, end in found.items() if "slope" in name and "alone" not in name}
    assert {status for status, _ in slopes.values()} == {ends}
    assert all(("ran here" in message) == (ends == "failed") for _, message in slopes.values())


def test_a_hang_in_the_net_is_met_once(toy, monkeypatch):
    met = []
    monkeypatch.setattr("grader.runner.grading.breaches", lambda *arguments: [])
    monkeypatch.setattr(
        "grader.runner.test_run.caught", lambda *arguments: met.append(arguments[2]) or caught(*arguments)
    )
    course = (toy.root / "pyproject.toml").read_text(encoding="utf-8")
    toy.write({"pyproject.toml": re.sub("call_seconds = .*", "call_seconds = 0.5", course)})
    hangs = "    while torch._C._len_torch_function_stack(): pass\n"
    found = toy.ends(toy.submission(alpha=SLOPE.replace("y):\n", "y):\n" + hangs)), sections=("alpha",))
    slopes = {status for name, (status, _) in found.items() if "slope" in name}
    assert slopes == {"passed"}
    assert met == ["slope"]
