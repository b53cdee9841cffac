"""The log of what ran: what it sees of a call, where, and what it says of a call that it cannot see into."""

import contextlib
import re
import time

import pytest
import torch

from grader.boundary.answers import StudentError
from grader.boundary.proxy import Subject
from grader.boundary.transport import Live
from grader.failure import Use
from grader.forbidden import ParsedSource, read_exercise
from grader.forbidden.runtime import Remark, watch
from grader.runner import facts

X = torch.ones(2, requires_grad=True)


def seen(student, text, forbidden, call=lambda work: work.work(X), exercise="work", deeply=False, others=()):
    """Hand a file in, make a call, and watch it."""
    handed_in = student(work=text, **dict(others))
    live = Live(handed_in.session, "work", 5.0)
    with contextlib.suppress(StudentError):
        call(Subject(live, "work"))
    sources = {"work": ParsedSource(text, "work.py")}
    return watch(handed_in.session, live.first, exercise, forbidden, 2.0, sources, "work", deeply=deeply)


CALLS = {
    "a function": ("torch.sigmoid(x)", ["sigmoid"], "sigmoid"),
    "a method": ("x.tanh()", ["sigmoid", "tanh"], "tanh"),
    "a module's class": ("torch.nn.MSELoss()(x, x)", ["mse_loss"], "mse_loss"),
    "torch's own table": ("torch.ops.aten.stack([x, x])", ["stack"], "stack"),
    "a relation": ("torch.special.expit(x)", ["sigmoid"], "sigmoid"),
    "what a place holds": ("torch.autograd.grad(x.sum(), x)", ["torch.autograd"], "torch.autograd"),
    "a gradient": ("x.sum().backward()", ["backward"], "backward"),
    "an optimizer": ("torch.optim.SGD([x], 0.1).step()", ["torch.optim"], "torch.optim"),
    "torch.func": ("torch.func.grad(torch.sum)(x)", ["torch.func"], "torch.func"),
    "a function of Python": ("torch.broadcast_shapes((2,), (1, 2))", ["broadcast_shapes"], "broadcast_shapes"),
    "a function of numpy": ("__import__('numpy').hstack([[1], [2]])", ["hstack"], "hstack"),
    "a function of math": ("__import__('math').tanh(1.0)", ["tanh"], "tanh"),
    "a function of numpy's in C": ("vars(__import__('numpy'))[str('tanh')](x.detach())", ["tanh"], "tanh"),
    "a class of numpy's in C": (
        "getattr(__import__('numpy'), str('broadcast'))(1, 2)",
        ["numpy.broadcast*"],
        "numpy.broadcast*",
    ),
    "a function of math that is handed on": (
        "list(map(vars(__import__('math'))[str('tanh')], [1.0]))",
        ["tanh"],
        "tanh",
    ),
    "a function of numpy that is none of these": ("__import__('numpy').add.reduce([1, 2])", ["tanh", "stack"], ""),
    "what is handed on": ("list(map(torch.sigmoid, [x]))", ["sigmoid"], "sigmoid"),
    "what a library calls": ("torch.distributions.Bernoulli(logits=x).probs", ["sigmoid"], "sigmoid"),
    "before an exception": ("torch.sigmoid(x) + undefined", ["sigmoid"], "sigmoid"),
    "something else": ("1 / (1 + torch.exp(-x))", ["sigmoid", "softmax", "tanh"], ""),
    "a print": ("print(x, x.sum(), x.grad_fn)", ["backward", "torch.autograd", "stack"], ""),
    "a loop over rows": ("torch.vmap(lambda one: 2 * one)(x)", ["torch.func", "backward", "torch.autograd"], ""),
    "without gradients": ("torch.no_grad().__enter__()", ["torch.autograd", "backward"], ""),
}


@pytest.mark.parametrize("case", CALLS)
@pytest.mark.parametrize("deeply", [False, True])
def test_what_ran_is_seen_by_its_name(case, deeply, hand_in):
    code, forbidden, expected = CALLS[case]
    ran = seen(hand_in, f"import torch\ndef work(x):\n    return {code}\n", forbidden, deeply=deeply)
    assert [use.operation for use in ran.uses] == [expected] * bool(expected)
    assert ran.remarks == ()


def test_what_a_file_keeps_of_numpy_and_of_math_is_seen(hand_in):
    for kept in ("getattr(numpy, str('tanh'))", "getattr(__import__('math'), str('tanh'))"):
        text = f"import numpy\nbend = {kept}\ndef work(x):\n    return bend(0.5)\n"
        assert seen(hand_in, text, ["tanh"]).uses == (Use("tanh", 4, "return bend(0.5)"),)


def test_a_use_has_the_line_that_it_ran_on(hand_in):
    text = "import torch\ndef work(x):\n    y = 2 * x\n    return getattr(y, 'sig' + str('moid'))()\n"
    assert seen(hand_in, text, ["sigmoid"]).uses == (Use("sigmoid", 4, "return getattr(y, 'sig' + str('moid'))()"),)


COMPILED = "import torch\nUNIT = torch.jit.CompilationUnit('def go(x):\\n    return torch.sigmoid(x)\\n')\n"


def test_what_runs_below_python_is_seen_when_it_is_looked_at_deeply(hand_in):
    text = COMPILED + "def work(x):\n    return UNIT.go(x.detach())\n"
    assert seen(hand_in, text, ["sigmoid"]).uses == ()
    assert seen(hand_in, text, ["sigmoid"], deeply=True).uses == (Use("sigmoid"),)


def test_the_graph_behind_an_answer_names_what_made_it(hand_in):
    text = COMPILED + "def work(x):\n    return UNIT.go(x)\n"
    assert [use.operation for use in seen(hand_in, text, ["sigmoid"]).uses] == ["sigmoid"]


THREAD = """
import threading
import torch
def work(x):
    out = []
    thread = threading.Thread(target=lambda: out.append({code}))
    thread.start()
    thread.join()
    return out[0]
"""


def test_other_threads_are_seen_and_told_of(hand_in):
    for code, expected in (("torch.sigmoid(x.detach())", ["sigmoid"]), ("torch.exp(x.detach())", [])):
        ran = seen(hand_in, THREAD.format(code=code), ["sigmoid"])
        assert [use.operation for use in ran.uses] == expected
        assert ran.remarks == (Remark("threads"),)


MODULE = """
import torch
class Work(torch.nn.Module):
    def forward(self, x):
        return self.squash(x)
    def squash(self, x):
        return {code}
"""


@pytest.mark.parametrize(("code", "expected"), [("x.sigmoid()", ["sigmoid"]), ("1 / (1 + (-x).exp())", [])])
def test_calls_on_what_the_exercise_made_are_watched(code, expected, hand_in):
    ran = seen(hand_in, MODULE.format(code=code), ["sigmoid"], lambda work: work.Work()(X), "Work")
    assert [use.operation for use in ran.uses] == expected
    assert ran.remarks == ()


def test_only_the_exercise_is_watched(hand_in):
    text = "def other(x):\n    return x.sigmoid()\ndef work(x):\n    return 2 * x\n"
    assert seen(hand_in, text, ["sigmoid"], lambda work: work.work(work.other(X))).uses == ()


BLINDED = {
    "it ends the mode": "torch._C.DisableTorchFunction().__enter__()",
    "it answers otherwise": "x = x + torch._C._len_torch_function_stack()",
    "it raises": "x = x.y if torch._C._len_torch_function_stack() else x",
    "it takes the hook away and floods": "[torch.__dict__['zeros'](1) for _ in range(3)]; "
    "__import__('grader.worker.runtime', fromlist='x').Log.note = print",
}


@pytest.mark.parametrize("case", BLINDED)
def test_a_log_that_was_blinded_says_so(case, hand_in):
    text = f"import torch\ndef work(x):\n    {BLINDED[case]}\n    return 2 * x.detach()\n"
    assert seen(hand_in, text, ["sigmoid"]).blinded


def test_a_function_that_the_call_changes_is_told_of(hand_in):
    text = "import torch, other\ndef work(x):\n    torch.relu = other.cost = print\n    return x\n"
    ran = seen(hand_in, text, ["sigmoid"], others={"other": "def cost(x):\n    return x\n"}.items())
    assert ran.remarks == (Remark("changed", "torch.relu"),)
    text = "import torch, other\ndef work(x):\n    other.cost = lambda y: y\n    return x\n"
    ran = seen(hand_in, text, ["sigmoid"], others={"other": "def cost(x):\n    return x\n"}.items())
    assert ran.remarks == (Remark("changed", "other.cost"),)


# ── through the front door ───────────────────────────────────────────────────────────────────────────────────────

SLOPE = """import torch
{top}
{mark}
def slope(W, x, y):
    {inside}
    return 2 * torch.mean((W * x - y) * x)
{below}
"""


def slopes(toy, text, **settings):
    """How the tests of `slope` end."""
    found = toy.ends(toy.submission(alpha=text), sections=("alpha",), **settings)
    return {name: end for name, end in found.items() if "slope" in name or "lecture" in name}


def statuses(toy, text, **settings):
    return {status for status, _ in slopes(toy, text, **settings).values()}


HONEST = {
    "asks whether it is in Colab": {"top": 'import sys\nIN_COLAB = "google.colab" in sys.modules'},
    "is in Colab": {"top": 'import sys\nif "google.colab" in sys.modules:\n    from google.colab import drive'},
    "saves": {"below": "import io, pickle\npickle.dump({'W': 1.0}, io.BytesIO())"},
    "shows its source": {"below": "import inspect\nprint(inspect.getsource(slope))"},
    "takes its time": {"below": "import timeit\ntimeit.timeit(lambda: slope(1.0, torch.ones(1), 2), number=2)"},
    "tries its examples": {"below": "import doctest\ndoctest.testmod()"},
    "lists its names": {"below": "for name, value in list(globals().items()):\n    print(name, type(value))"},
    "prints what it has": {"inside": "print(locals())"},
    "collects garbage": {"inside": "import gc; gc.collect()"},
    "looks into a tensor": {"inside": "W.__dict__"},
    "could stop here": {"inside": "if x is None: import pdb; pdb.set_trace()"},
    "is scripted": {"mark": "@torch.jit.script"},
    "is compiled": {"mark": "@torch.compile(backend='eager')"},
    "compares with torch's own": {
        "below": "W = torch.ones(1, requires_grad=True)\nx = torch.ones(3, 1)\n((W * x - 2) ** 2).mean().backward()\n"
        "assert torch.allclose(W.grad, slope(W, x, 2 * x))\nprint(torch.autograd.grad((W * x).sum(), W))"
    },
    "is timed on a thread": {
        "top": "import threading\ndef tick(): pass",
        "inside": "clock = threading.Thread(target=tick); clock.start(); clock.join()",
    },
}  # fmt: skip


@pytest.mark.parametrize("case", HONEST)
def test_honest_code_keeps_its_marks(case, toy):
    course = (toy.root / "pyproject.toml").read_text(encoding="utf-8")
    toy.write({"pyproject.toml": re.sub("(import|call)_seconds = .*", r"\1_seconds = 60.0", course)})  # to compile
    text = SLOPE.format(**{**dict.fromkeys(("top", "mark", "below"), ""), "inside": "pass", **HONEST[case]})
    assert set(slopes(toy, text).values()) == {("passed", "")}


DETOUR = SLOPE.format(top="NAME = bytes(reversed(b'dargotua')).decode()", mark="", below="", inside="{inside}").replace(
    "return 2", "loss = torch.mean((W * x - y) ** 2)\n    return {code}  #"
)
BY_AUTOGRAD = DETOUR.format(
    inside="W = W.detach().clone().requires_grad_()", code="getattr(torch, NAME).grad(loss, W)[0]"
)


@pytest.mark.parametrize("settings", [{}, {"replay": False}])
def test_a_use_that_ran_fails_the_exercise_with_its_line(toy, settings):
    found = slopes(toy, BY_AUTOGRAD, **settings)
    message = "line 7: `torch.autograd` ran here, and it does in one call what this exercise asks you to write yourself"
    assert {end for name, end in found.items() if "alone" not in name} == {("failed", message)}


def test_a_use_in_the_source_fails_the_exercise_before_it_runs(toy):
    text = SLOPE.format(top="", mark="", below="", inside="torch.autograd.grad(None, None)")
    assert slopes(toy, text).popitem()[1] == (
        "failed",
        "line 5: `torch.autograd.grad` does in one call what this exercise asks you to write yourself",
    )


@pytest.mark.parametrize(("entry", "ends"), [("torch.sub", {"failed"}), ("sigmoid", {"passed"})])
def test_the_courses_list_decides(toy, entry, ends):
    course = (toy.root / "pyproject.toml").read_text(encoding="utf-8")
    toy.write({"pyproject.toml": course.replace("torch.autograd", entry)})
    detour = SLOPE.format(top="sub = vars(torch).get('sub')", mark="", below="", inside="sub(x, y)")
    found = slopes(toy, detour)
    assert {status for name, (status, _) in found.items() if "alone" not in name} == ends


def test_a_hang_in_the_log_is_a_hang(toy):
    course = (toy.root / "pyproject.toml").read_text(encoding="utf-8")
    toy.write({"pyproject.toml": re.sub("call_seconds = .*", "call_seconds = 0.3", course)})
    text = SLOPE.format(top="", mark="", below="", inside="while torch._C._len_torch_function_stack(): pass")
    assert "passed" not in statuses(toy, text)
    assert "timeout" in statuses(toy, text)


def test_a_blinded_log_fails_only_what_could_hide_a_call(toy):
    blinds = "W = W + torch.__dict__['_C']._len_torch_function_stack()"
    hides = SLOPE.format(top="", mark="", below="", inside=blinds)
    assert "passed" not in statuses(toy, hides)
    plain = SLOPE.format(
        top="from torch.overrides import _len_torch_function_stack as watched", mark="", below="", inside="pass"
    )
    assert statuses(toy, plain) == {"passed"}


TABLE = "T={" + ",".join(f"{i}:lambda:T[{i + 1}]()" for i in range(11_000)) + "}\n"


def test_a_source_that_takes_long_to_read_costs_neither_the_result_nor_the_budget(toy):
    text = TABLE + SLOPE.format(top="", mark="", below="", inside="if x is None: T[0]()")
    began = time.monotonic()
    run = toy.grade(toy.submission(alpha=text), sections=("alpha",), budget=10.0)
    assert time.monotonic() - began < 30
    assert {verdict.status.value for verdict in run.verdicts if verdict.exercise == "slope"} == {"passed"}
    assert [note.names for note in run.notes if note.kind == "unclear"] == [("the file takes too long to read",)]


def test_the_time_that_reading_takes_is_the_sections_own(toy, monkeypatch):
    def slowly(*args):
        time.sleep(1.2)
        return read_exercise(*args)

    monkeypatch.setattr(facts, "read_exercise", slowly)
    run = toy.grade(toy.submission(), budget=2.0)
    assert "passed" not in {verdict.status.value for verdict in run.verdicts if verdict.section == "alpha"}
    assert {verdict.status.value for verdict in run.verdicts if verdict.section == "beta"} == {"passed"}
