"""What is said of an exception, a hang and a file that cannot be imported: a sentence of its own kind, never a hint."""

import ast
import textwrap
from pathlib import Path

import pytest

from grader.boundary.answers import StudentError
from grader.failure import Failure, SourceLine, Value
from grader.feedback.advice import SHORT, SIGNS, advice_on, advice_on_hang, advice_on_value
from grader.feedback.causes import causes_first
from grader.feedback.own_code import endless_loop, near, parameters, unused
from grader.report.text import render
from grader.scoring import score
from grader.texts import Message, say
from grader.verdict import Status, Verdict
from grader.wire.messages import TracebackLine

ROOT = Path(__file__).parents[2]

CODE = """
import torch
from torch import nn

def hypothesis(x, W):
    return x * w

def cost(W, x, y, rate=0.1):
    errors = hypothesis(x, W) - y
    return torch.mean(erors ** 2)

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)

    def forward(self, x):
        return layer(x)
"""
LINE = {"x * w": 6, "torch.mean(erors": 10, "layer(x)": 18}


def advice(type: str, message: str, code: str = "x * w", line: int = 0, stub: tuple[str, ...] = ()) -> str:
    """What is said of an exception that the line raised."""
    lines = (TracebackLine("work.py", line or LINE.get(code, 6), "cost", code),)
    tree = ast.parse(CODE)
    found = advice_on(StudentError(type, (type,), message, lines), "cost", stub, {"work": tree}.get, "work")
    return say(found.id, **dict(found.values)) if found else ""


@pytest.mark.parametrize(
    ("type", "message", "code", "said"),
    [
        ("NameError", "name 'w' is not defined", "x * w", "Did you mean `W`?"),
        ("NameError", "name 'erors' is not defined", "torch.mean(erors", "Did you mean `errors`?"),
        ("NameError", "name 'layer' is not defined", "layer(x)", "Did you mean `self.layer`?"),
        ("NameError", "name 'F' is not defined", "x * w", "Is `F` imported? `import torch.nn.functional as F`"),
        ("NameError", "name 'qqqq' is not defined", "x * w", "Nothing is called `qqqq` here."),
        ("UnboundLocalError", "local variable 'r' referenced before assignment", "x", "`r` has no value yet"),
        ("UnboundLocalError", "cannot access local variable 'r' where it is not …", "x", "`r` has no value yet"),
        ("AttributeError", "'Tensor' object has no attribute 'maen'", "x", "Did you mean `mean`?"),
        ("AttributeError", "module 'torch' has no attribute 'zeroes'", "x", "Did you mean `zeros`?"),
        ("AttributeError", "'Model' object has no attribute 'layers'", "x", "Did you mean `layer`?"),
        ("AttributeError", "'float' object has no attribute 'backward'", "x", "This is a Python number (float)"),
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "W.grad.zero_()", "`.grad` is None here."),
        ("AttributeError", "'NoneType' object has no attribute 'mean'", "x.mean()", "Something in this line is None."),
        ("TypeError", "unsupported operand type(s) for *: 'float' and 'NoneType'", "lr * W.grad", "`.grad` is None"),
        ("TypeError", "hypothesis() got an unexpected keyword argument 'w'", "x", "Did you mean `W`?"),
        ("TypeError", "hypothesis() got an unexpected keyword argument 'lr'", "x", "no parameter called `lr`"),
        ("TypeError", "hypothesis() missing 1 required positional argument: 'W'", "x", "takes (x, W)"),
        ("TypeError", "'Tensor' object is not callable", "x", "Parentheses call what stands before them"),
        ("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (3x1 and 5x3)", "x",
         "left is 3x1 and the right is 5x3"),
        ("RuntimeError", "The size of tensor a (3) must match the size of tensor b (5) at non-singleton dimension 0",
         "x",
         "Axis 0 has size 3 in the first tensor, and 5 in the second."),
        ("ValueError",
         "Using a target size (torch.Size([6, 1])) that is different to the input size (torch.Size([6])) is",
         "x", "The prediction has shape [6] and the target has shape [6, 1]."),
        ("IndexError", "index 4 is out of bounds for dimension 0 with size 4", "x", "there is no position 4"),
        ("RuntimeError", "element 0 of tensors does not require grad and does not have a grad_fn", "x",
         "asks for a grad"),
        ("RuntimeError", "grad can be implicitly created only for scalar outputs", "x", "starts at one number"),
        ("AttributeError", "cannot assign module before Module.__init__() call", "x",
         "What does `__init__` have to call"),
        ("NotImplementedError", "", "raise NotImplementedError",
         "Line 6, in `cost`, still raises NotImplementedError."),
        ("NotImplementedError", "a gate of another name", "raise …", ""),
        ("ValueError", "something else", "x", ""),
        ("RuntimeError", "name 'w' is not defined", "x", ""),
    ],
)  # fmt: skip
def test_an_exception_gets_a_sentence_of_its_own_kind(type, message, code, said):
    found = advice(type, message, code)
    assert said in found
    assert bool(said) == bool(found)


@pytest.mark.parametrize(("own", "said"), [("rate", "Is it your `rate`?"), ("W", "your function does not.")])
def test_a_keyword_that_only_the_stub_has_is_named(own, said):
    tree = ast.parse(f"def cost({own}): pass")
    error = StudentError("TypeError", ("TypeError",), "cost() got an unexpected keyword argument 'lr'")
    found = advice_on(error, "cost", ("W", "lr") if own == "W" else ("lr",), {"work": tree}.get, "work")
    assert found is not None
    assert said in say(found.id, **dict(found.values))


@pytest.mark.parametrize(
    "message", ["name '" + "w" * 5_000, "\x1b[2J" * 1_000, "'" * 4_000, "(" * 4_000, "name '\u202e'"]
)
@pytest.mark.parametrize(
    "type", ["NameError", "TypeError", "AttributeError", "RuntimeError", "IndexError", "ValueError"]
)
def test_a_hostile_message_is_never_said_again(type, message):
    found = advice(type, message, code="\x1b" * 5_000, line=-(10**30))
    assert "\x1b" not in found
    assert len(found) < 300


def test_what_is_said_again_of_a_message_is_short():
    found = advice("AttributeError", f"'{'a' * 60}' object has no attribute '{'b' * 60}'")
    assert len(found) < 2 * SHORT + 100


def test_every_sign_has_a_sentence_that_its_words_fill():
    for sign in SIGNS:
        assert say(sign.id, **dict.fromkeys(("name", "left", "right", "one", "other", "axis", "target", "prediction",
                                             "shape", "count", "index", "size"), "1"))  # fmt: skip


# ── what the source says


@pytest.mark.parametrize(
    ("body", "line", "names"),
    [
        ("i = 0\nwhile i < n:\n    print(n + 1)", 3, ("i", "n")),
        ("i = 0\nwhile i < n:\n    i += 1", 0, ()),
        ("while True:\n    x = 1", 2, ()),
        ("while True:\n    if n: break", 0, ()),
        ("while n:\n    n.pop()", 0, ()),
        ("while n > 0:\n    shrink(n)", 0, ()),
        ("while n.item() > 0:\n    x = 1", 0, ()),
        ("while cost(n) > 0:\n    x = 1", 0, ()),
    ],
)
def test_a_loop_that_nothing_ends_is_found(body, line, names):
    loop = endless_loop(ast.parse(f"def f(n):\n{textwrap.indent(body, '    ')}"), "f")
    assert (loop.line if loop else 0, loop.names if loop else ()) == (line, names)


def test_a_loop_in_what_the_exercise_calls_is_found_too():
    tree = ast.parse("def helper(n):\n    while True: n + 1\ndef f(n): return helper(n)\ndef g(n): return n")
    assert endless_loop(tree, "f")
    assert endless_loop(tree, "g") is None
    assert advice_on_hang("f", tree) == Message.of("advice_no_way_out", line=2)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("return W * x", ["y"]),
        ("x = 3\nreturn W * x - y", ["x"]),
        ("x = x + 1\nreturn W * x - y", []),
        ("x = (\n    x + 1)\nreturn W * x - y", []),
        ("if W: x = 3\nreturn W * x - y", []),
        ("x += 1\nreturn W * y", []),
        ("return eval('W * x - y')", []),
        ("return [W for x in y]", ["x"]),
    ],
)
def test_a_parameter_that_is_never_used_is_found(body, names):
    (function,) = ast.parse(f"def f(W, x, y):\n{textwrap.indent(body, '    ')}").body
    assert isinstance(function, ast.FunctionDef)
    assert unused(function, ("W", "x", "y")) == names


@pytest.mark.parametrize("file", sorted((ROOT / "solutions").glob("*.py")), ids=lambda file: file.stem)
def test_nothing_of_this_is_said_of_the_reference(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for part in tree.body:
        if isinstance(part, ast.FunctionDef):
            assert advice_on_value(part.name, parameters(part), tree) is None
            assert advice_on_hang(part.name, tree) is None


def test_one_letter_is_near_only_to_itself_in_the_other_case():
    assert near("w", ["W", "x"]) == "W"
    assert near("b", ["W", "x"]) == ""


# ── what it may follow from


def test_it_follows_only_from_what_the_traceback_goes_through():
    def failed(exercise: str, *lines: SourceLine, problem: str = "") -> Verdict:
        failure = Failure("raised", got=Value("exception", "NameError"), lines=lines,
                          problem=Message.of(problem, name="W") if problem else None)  # fmt: skip
        return Verdict(f"public/s::{exercise}", "s", exercise, "", "public", 1, Status.ERROR, failure)

    def line(function: str) -> SourceLine:
        return SourceLine("s.py", 3, function, "x")

    calls = {"train": ("cost", "hypothesis"), "cost": ("hypothesis",)}
    verdicts = [
        failed("hypothesis", line("hypothesis"), problem="advice_did_you_mean"),
        failed("cost", line("cost"), problem="advice_did_you_mean"),
        failed("train", line("train"), line("cost"), line("hypothesis")),
        failed("train", line("train")),
    ]
    named = causes_first(verdicts, lambda section, exercise: calls.get(exercise, ()))
    causes = [verdict.failure.causes for verdict in named if verdict.failure]
    assert causes == [(), (), ("hypothesis",), ("cost", "hypothesis")]


# ── through the front door


def said(toy, code: str, section: str = "alpha") -> str:
    """The whole report on a submission of one file, as a terminal shows it."""
    run = toy.grade(toy.submission(**{section: textwrap.dedent(code)}), sections=(section,))
    course = toy.course
    return " ".join(render(score(run, course, sections=(section,), visibilities=("public", "hidden"))).split())


def test_the_same_cause_is_said_once_for_an_exercise(toy):
    told = said(toy, "def size(number):\n    return abs(numbr)\n")
    assert told.count("NameError: name 'numbr' is not defined") == 1
    assert told.count("Did you mean `number`?") == 1
    assert "What of negative numbers?" not in told


def test_lines_above_the_raise_that_is_left_are_told_of(toy):
    told = said(toy, "def size(number):\n    number = abs(number)\n    raise NotImplementedError\n")
    assert "Line 3, in `size`, still raises NotImplementedError." in told
    assert "size" in told


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        ("print(size(None))", 'Line 3 runs whenever the file is imported, and it fails. Put your own trials under `if'),
        ("return 3", "return 3 ^ Line 3 is outside of any function."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_imported_says_what_to_do(toy, end, sentence):
    assert sentence in said(toy, f"def size(number):\n    return abs(number)\n{end}\n")


def test_where_shapes_do_not_fit_those_of_the_line_stand_below_it(toy):
    told = said(
        toy,
        """
        import torch
        def slope(W, x, y):
            left, right = torch.ones(2, 3), torch.ones(5)
            return left * right
    """,
    )
    assert "return left * right # left: (2, 3), right: (5,) Two shapes fit if each axis" in told


def test_a_hang_names_its_loop(toy):
    toy.write({"tests/hidden/test_alpha.py": """
        from grader.suite import exercise
        @exercise("size", points=1, title="ends", hint="a hint about numbers", timeout=0.5)
        def test_size(submission):
            assert submission.size(3) == 3
    """})  # fmt: skip
    told = said(toy, "def size(number):\n    i = 0\n    while i < 3:\n        number = -number\n    return number\n")
    assert "Nothing in the loop of line 3 changes `i`" in told
    assert "a hint about numbers" not in told
