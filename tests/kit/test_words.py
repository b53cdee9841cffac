"""What a student reads of a failure: one message a kind, and values as they were always shown."""

from typing import get_args

import numpy as np
import pytest
import torch

from grader.boundary.snapshot import argument
from grader.failure import Call, Difference, Failure, FailureKind, Guess, Note, SourceLine, Use, Value
from grader.inert import MESSAGE_BYTES
from grader.report.pasted import call_as_python, pasted
from grader.report.values import form, show
from grader.report.words import SENTENCES, message, note_text
from grader.texts import Message, translator

ENGLISH = translator()


def tensor(*numbers, shape=None, dtype="float32"):
    return Value("tensor", dtype, (len(numbers),) if shape is None else shape, numbers)


def of_shape(*shape, dtype="float32"):
    return Value("tensor", dtype, shape)


def a_float(text):
    return Value("float", text=text)


def error(type, text=""):
    return Value("exception", type, text=text)


def names(count):
    return Value("tuple", parts=(tensor(1.0), tensor(2.0), tensor(3.0))[:count], count=count)


NONE = Value("none")
THING = Value("thing", "Linear")
NET = Call("Net(…).forward", (("x", tensor(1.0)), ("", THING)))
SQUARE = tensor(1.0, 2.0, 3.0, 4.0, shape=(2, 2))
LINES = (
    SourceLine("s1.py", 3, "f", "return g(x)"),
    SourceLine("s1.py", 7, "", "def g(x):\n    return x +", times=90),
)
STACK = Use("torch.stack", 3, "torch.stack(...)")

CASES: list[tuple[Failure, str]] = [
    # ── the answer is wrong
    (
        Failure("wrong_value", expected=a_float("3.0"), got=a_float("-3.0"), difference=Difference(factor=-1.0)),
        "expected 3.0    got -3.0    (the sign is wrong)",
    ),
    (
        Failure(
            "wrong_value",
            expected=tensor(1.0, 3.0, shape=(2, 1)),
            got=tensor(1.0, 4.0, shape=(2, 1)),
            difference=Difference((1,), None, (1, 0), tensor(3.0, shape=()), tensor(4.0, shape=()), 1, 2),
        ),
        "expected [[1.], [3.]]\ngot      [[1.], [4.]]\n(at [1][1, 0]: expected 3., got 4.; 1 of 2 differs)",
    ),
    (
        Failure("wrong_value", Call("f", (("h", tensor(0.1, 0.1 - 2**-56, 0.3, dtype="float64")),)), got=NONE),
        "f(h=torch.tensor([0.1, 0.09999999999999999, 0.3], dtype=torch.float64))\ngot None",
    ),
    (
        Failure("wrong_shape", expected=tensor(1.0, 1.0), got=tensor(3.0, shape=()), difference=Difference((1,))),
        "expected [1., 1.]    got 3.    (at [1]; expected shape (2,), got shape ())",
    ),
    (
        Failure("wrong_type", expected=a_float("0.0"), got=tensor(0.0, dtype="float64")),
        "expected a float: 0.0    got a (1,) tensor of float64: [0.]",
    ),
    (
        Failure(
            "wrong_value",
            expected=tensor(*range(1, 7)),
            got=tensor(*range(6)),
            difference=Difference(("W",), None, (0,), tensor(1, shape=()), tensor(0, shape=()), 6, 6),
        ),
        "expected [1, 2, 3, 4, 5, 6]\ngot      [0, 1, 2, 3, 4, 5]\n(at ['W'][0]: expected 1, got 0; 6 of 6 differ)",
    ),
    (
        Failure(
            "wrong_value",
            expected=tensor(1.0, 2.0),
            got=tensor(-2.0, -4.0),
            difference=Difference(("gradient for W",), factor=-2.0, count=2),
        ),
        "expected [1., 2.]\ngot      [-2., -4.]\n"
        "(at the gradient for W; each 2 times too large, and the sign is wrong)",
    ),
    (Failure("wrong_value"), "this is not the expected answer"),
    (
        Failure("wrong_type", expected=a_float("3.0"), got=tensor(3.0, shape=())),
        "expected a float: 3.0    got a 0-d tensor of float32: 3.",
    ),
    (
        Failure("wrong_type", expected=tensor(3.0), got=NONE, guess="returned_none"),
        "expected a (1,) tensor of float32: [3.]    got None\n"
        "The function returned None. `print` only shows a value; `return` gives it to the caller.",
    ),
    (
        Failure("wrong_type", expected=names(2), got=THING),
        "expected a tuple of 2 items: ([1.], [2.])    got an object of class Linear",
    ),
    (
        Failure("wrong_shape", expected=tensor(3.0), got=SQUARE, guess="broadcast_square"),
        "expected [3.]\ngot      [[1., 2.], [3., 4.]]\n(expected shape (1,), got shape (2, 2))\n"
        "Two shapes may have been broadcast to a square: print both shapes.",
    ),
    (
        Failure("wrong_shape", expected=of_shape(3), got=of_shape(3, 1)),
        "expected a (3,) tensor of float32    got a (3, 1) tensor of float32",
    ),
    (
        Failure("wrong_dtype", expected=of_shape(2), got=tensor(1.0, 2.0, dtype="float64"), guess="left_torch"),
        "expected dtype float32    got dtype float64: [1., 2.] (float64)\n"
        "Did you use a NumPy array or a list of Python floats on the way?",
    ),
    (
        Failure("wrong_length", expected=names(2), got=names(1)),
        "expected a tuple of 2 items: ([1.], [2.])    got a tuple of 1 item: ([1.],)",
    ),
    (
        Failure("missing_key", got=Value("dict", parts=(NONE, NONE), keys=("'a'", "'b'"), count=2), names=("'W'",)),
        "expected the key 'W'    got only the keys 'a', 'b'",
    ),
    (Failure("missing_key", got=Value("dict"), names=("'W'",)), "expected the key 'W'    got an empty dict"),
    (
        Failure("not_a_tensor", expected=a_float("3.0"), got=Value("int", text="3")),
        "expected one number as a tensor, 3.0    got an int: 3",
    ),
    (
        Failure("not_one_number", expected=a_float("3.0"), got=tensor(1.0, 2.0)),
        "expected one number, 3.0    got a (2,) tensor of float32: [1., 2.]",
    ),
    (Failure("no_exception", expected=error("ValueError")), "expected ValueError    got no exception"),
    (
        Failure("wrong_exception", expected=error("ValueError"), got=error("TypeError", "no")),
        "expected ValueError    got TypeError: no",
    ),
    (Failure("asserted", NET, says="W has moved"), "Net(…).forward(x=torch.tensor([1.]), <Linear>)\nW has moved"),
    (Failure("asserted"), "this is not the expected answer"),
    (
        Failure("malformed", got=error("IndexError", "too few")),
        "the answer does not have the expected form (IndexError: too few)",
    ),
    (Failure("malformed"), "the answer does not have the expected form"),
    (Failure("unstable"), "the answer changes from one call to the next, with the same arguments"),
    # ── the student's code ended otherwise
    (
        Failure("raised", got=error("ValueError", "no"), lines=LINES),
        "ValueError: no\n"
        "  s1.py, line 3, in f\n    return g(x)\n"
        "  s1.py, line 7\n    def g(x):\n        return x +\n"
        "  and so on: the function keeps calling itself",
    ),
    (Failure("raised"), "an exception was raised"),
    (Failure("calls_stub", names=("cost",)), "it calls `cost`, which is not written yet"),
    (Failure("undefined", names=("cost", "s1.py")), "`cost` is not defined in s1.py"),
    (
        Failure("undefined", names=("cost", "s1.py", "costs")),
        "`cost` is not defined in s1.py, but `costs` is; the tests look for exactly `cost`",
    ),
    (
        Failure("not_callable", names=("cost", "Tensor")),
        "`cost` should be a function or a class, but it is an object of class Tensor",
    ),
    (
        Failure("changed", names=("argument 1", "default dtype")),
        "expected the call to change nothing, but it changed `argument 1` and `default dtype`",
    ),
    (
        Failure("written_into"),
        "expected the call to leave its arguments unchanged, but it wrote into one of them",
    ),
    (
        Failure("no_gradient", names=("W",)),
        "expected a gradient for W, got none: no gradient can flow back to W",
    ),
    (
        Failure("not_a_module", names=("function",)),
        "expected an nn.Module, got an object of class function",
    ),
    (
        Failure("unsupported", names=("nested more than 32 deep",)),
        "the answer is too large or too deeply nested to be read (nested more than 32 deep)",
    ),
    (
        Failure("wrong_answer_shape", expected=of_shape(), got=of_shape(3, 1)),
        "the gradients cannot be computed: expected an answer of shape (), got one of shape (3, 1)",
    ),
    (
        Failure("wrong_answer_shape", expected=of_shape(3), got=of_shape(3, 1)),
        "the gradients cannot be computed: expected an answer of shape (3,), got one of shape (3, 1)",
    ),
    (Failure("hung", number=5.0), "no answer within 5 s: a loop never ends, or the code is too slow"),
    (Failure("hung"), "no answer in time"),
    (Failure("out_of_time"), "no time is left: this section, or the whole submission, has used up its time"),
    (Failure("test_hung"), "the test as a whole took too long"),
    (
        Failure("crashed", names=("signal", "SIGKILL")),
        "the process was ended by SIGKILL (often: too much memory)",
    ),
    (Failure("crashed", names=("signal", "SIGHUP")), "the process was ended by SIGHUP"),
    (Failure("crashed", names=("status", "3")), "the process ended with exit status 3"),
    (Failure("crashed", names=("lied", "a frame")), "what the process sent back is not an answer: a frame"),
    (Failure("crashed", names=("halfway",)), "the process stopped in the middle of an answer"),
    (Failure("crashed"), "the process ended"),
    # ── the file as a whole
    (Failure("missing_file", names=("s1.py",)), "s1.py is missing from the submission"),
    (
        Failure("unreadable_file", problem=Message.of("file_nul", file="s1.py", line=3)),
        "s1.py is not text: it has a NUL byte on line 3.",
    ),
    (Failure("unreadable_file"), "the file cannot be read"),
    (
        Failure("import_raised", got=error("NameError", "x"), names=("s1.py",), lines=LINES[:1]),
        "s1.py cannot be imported\nNameError: x\n  s1.py, line 3, in f\n    return g(x)",
    ),
    (
        Failure("import_hung", names=("s1.py",), number=10.0),
        "s1.py cannot be imported: its code outside of functions did not finish within 10 s",
    ),
    (
        Failure("import_hung", names=("s1.py",)),
        "s1.py cannot be imported: its code outside of functions did not finish",
    ),
    (
        Failure("import_crashed", names=("s1.py", "status", "1")),
        "s1.py cannot be imported\nthe process ended with exit status 1",
    ),
    # ── not run, or does not count
    (Failure("not_attempted"), ""),
    (Failure("empty_file", names=("one.py",)), "one.py is empty"),
    (Failure("needs_exercise", names=("experiment",)), "not run: this counts once `experiment` is written"),
    (Failure("needs_another_test", names=("cost",)), "not run: another test of `cost` has to pass first"),
    (Failure("not_together", number=1.0), "1 of these tests does not pass"),
    (Failure("not_together", number=3.0), "3 of these tests do not pass"),
    (Failure("hung_before", names=("f",), number=3.0), "not run: `f` has already run out of time 3 times"),
    (Failure("hung_before", names=("f",), number=1.0), "not run: `f` has already run out of time once"),
    (Failure("interrupted"), "not run: the grading was interrupted"),
    # ── forbidden calls
    (
        Failure("forbidden", uses=(STACK,)),
        "line 3: `torch.stack(...)` does in one call what this exercise asks you to write yourself",
    ),
    (
        Failure("forbidden", uses=(Use("torch.stack", 3, "s(...)", "tools.py"),)),
        "tools.py, line 3: `s(...)` is `torch.stack`, "
        "which does in one call what this exercise asks you to write yourself",
    ),
    (
        Failure("forbidden", uses=(STACK,) * 5),
        "\n".join(["line 3: `torch.stack(...)` does in one call what this exercise asks you to write yourself"] * 3)
        + "\nand 2 more",
    ),
    (Failure("forbidden"), "a call here does at once what this exercise asks you to write yourself"),
    (
        Failure("forbidden_hidden", uses=(Use("getattr", 3, "getattr(torch, name)"),)),
        "line 3: `getattr(torch, name)` could hide a forbidden call, so it cannot be checked; "
        "call the function by its own name",
    ),
    (
        Failure("forbidden_ran", uses=(Use("torch.stack"),)),
        "`torch.stack` ran here, and it does in one call what this exercise asks you to write yourself",
    ),
]


@pytest.mark.parametrize(
    ("failure", "text"), CASES, ids=[f"{failure.kind}-{n}" for n, (failure, _) in enumerate(CASES)]
)
def test_a_failure_in_words(failure, text):
    assert message(failure, ENGLISH) == text


def test_every_kind_has_its_words_and_a_case_here():
    assert SENTENCES.keys() == set(get_args(FailureKind)) == {failure.kind for failure, _ in CASES}


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_a_failure_of_which_only_the_kind_is_known_still_says_something(kind):
    assert message(Failure(kind, causes=("f",)), ENGLISH).endswith("this may follow from `f`")


@pytest.mark.parametrize("guess", [guess for guess in get_args(Guess) if guess])
def test_every_guess_has_a_sentence(guess):
    assert message(Failure("not_attempted", guess=guess), ENGLISH)


@pytest.mark.parametrize(
    ("causes", "said"),
    [(("a",), "`a`"), (("a", "b"), "`a` and `b`"), (("a", "b", "c"), "`a`, `b` and `c`")],
)
def test_what_a_failure_may_follow_from(causes, said):
    assert message(Failure("unstable", causes=causes), ENGLISH).endswith(f"\nthis may follow from {said}")


def test_which_parameter_got_whose_value():
    failure = Failure("asserted", says="too large", moved=(("epochs", "lr"), ("lr", "epochs")))
    said = "`epochs` got the value for `lr`, `lr` got the value for `epochs`"
    assert message(failure, ENGLISH).endswith(f"\nyour parameters are in another order than in the stub: {said}")


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (2.0, "2 times too large"),
        (0.5, "2 times too small"),
        (-1.5, "1.5 times too large, and the sign is wrong"),
        (-0.25, "4 times too small, and the sign is wrong"),
        (-1.0, "the sign is wrong"),
        (1.0003, ""),
        (1.37, ""),
        (1e6, ""),
        (0.0, ""),
    ],
)
def test_a_factor_is_said_where_it_can_be_a_mistake(factor, said):
    one = Failure("wrong_value", expected=a_float("1.0"), got=a_float("9.0"), difference=Difference(factor=factor))
    assert message(one, ENGLISH) == f"expected 1.0    got 9.0{f'    ({said})' if said else ''}"


def test_the_factor_of_many_numbers_is_said_of_each():
    two = tensor(1.0, 2.0)
    factors = {3.0: "each 3 times too large", 0.0: "all numbers are zero"}
    for factor, said in factors.items():
        failure = Failure("wrong_value", expected=two, got=two, difference=Difference(factor=factor, count=2))
        assert f"({said})" in message(failure, ENGLISH)


def test_two_numbers_that_differ_never_look_the_same():
    near, far = 0.1 + 1e-12, 0.1
    for one, other in [
        (a_float(repr(far)), a_float(repr(near))),
        (tensor(far, dtype="float64"), tensor(near, dtype="float64")),
    ]:
        failure = Failure("wrong_value", expected=one, got=other)
        assert "0.100000000001" in message(failure, ENGLISH)
    inside = Difference((), None, (1,), tensor(far, shape=()), tensor(near, shape=()), 1, 2)
    long = Failure("wrong_value", expected=tensor(far, far), got=tensor(far, near), difference=inside)
    assert "at [1]: expected 0.1, got 0.100000000001; 1 of 2 differs" in message(long, ENGLISH)


def test_what_a_student_wrote_is_inert_and_bounded():
    flood = Failure("raised", got=error("E", "\x1b" + "x" * 5000), lines=LINES[:1] * 5000)
    said = message(flood, ENGLISH)
    assert len(said.encode()) <= MESSAGE_BYTES
    assert said.startswith(r"E: \x1bxxx")
    assert "s1.py, line 3, in f" in said, "a long message leaves room for the lines"
    arguments = tuple((f"x{n}", tensor(*[1.0] * 24)) for n in range(20))
    call = message(Failure("unstable", Call("f", arguments)), ENGLISH).splitlines()[0]
    assert call.endswith("…")
    assert len(call) < 500


# Values


@pytest.mark.parametrize(
    ("value", "shown", "sort"),
    [
        (tensor(3.0, shape=()), "3.", "a 0-d tensor of float32"),
        (tensor(1.0, -2.5), "[1., -2.5]", "a (2,) tensor of float32"),
        (SQUARE, "[[1., 2.], [3., 4.]]", "a (2, 2) tensor of float32"),
        (tensor(1, 2, dtype="int64"), "[1, 2]", "a (2,) tensor of int64"),
        (tensor(True, False, dtype="bool"), "[True, False]", "a (2,) tensor of bool"),
        (tensor(1e-9, "nan", "inf"), "[1e-09, nan, inf]", "a (3,) tensor of float32"),
        (tensor(0.1, dtype="float64"), "[0.1] (float64)", "a (1,) tensor of float64"),
        (of_shape(0, 3), "an empty tensor of shape (0, 3)", "a (0, 3) tensor of float32"),
        (of_shape(2, 3), "a (2, 3) tensor of float32", "a (2, 3) tensor of float32"),
        (
            Value("tensor", "float32", (30,), tuple(map(float, range(8)))),
            "[0., 1., 2., 3., 4., 5., 6., 7., … (30 in all)]",
            "a (30,) tensor of float32",
        ),
        (
            Value("tensor", "int32", (40, 2), (1, 2, 3, 4, 5, 6)),
            "a (40, 2) tensor (int32) that starts with [[1, 2], [3, 4], [5, 6]]",
            "a (40, 2) tensor of int32",
        ),
        (
            Value("tensor", "float32", (2, 2, 9), tuple(map(float, range(16)))),
            "a (2, 2, 9) tensor that starts with "
            "[[0., 1., 2., 3., 4., 5., 6., 7.], [8., 9., 10., 11., 12., 13., 14., 15.]]",
            "a (2, 2, 9) tensor of float32",
        ),
        (Value("array", "float64", (2,), (1.0, 2.0)), "np.array([1., 2.])", "a NumPy array of shape (2,)"),
        (Value("array", "float16", (1,), (1.0,)), "np.array([1.] (float16))", "a NumPy array of shape (1,)"),
        (a_float("0.30000000000000004"), "0.3", "a float"),
        (a_float("1e30"), "1e+30", "a float"),
        (a_float("nan"), "nan", "a float"),
        (Value("int", text="3"), "3", "an int"),
        (Value("bool", text="True"), "True", "a bool"),
        (Value("text", text="'a'"), "'a'", "a str"),
        (NONE, "None", "None"),
        (names(1), "([1.],)", "a tuple of 1 item"),
        (Value("list", parts=(NONE,) * 8, count=20), f"[{'None, ' * 8}… (20 in all)]", "a list of 20 items"),
        (Value("size", parts=(Value("int", text="2"), Value("int", text="3"))), "torch.Size([2, 3])", "a torch.Size"),
        (Value("dict", parts=(NONE,), keys=("'a'",), count=1), "{'a': None}", "a dict with 1 key"),
        (error("ValueError", "no"), "ValueError: no", "ValueError: no"),
        (THING, "an object of class Linear", "an object of class Linear"),
        (Value("other", text="<x>"), "<x>", "an object"),
        (Value("other", "Odd", text="x" * 300), "x" * 200 + "…", "an object of class Odd"),
    ],
)
def test_a_value_and_what_sort_of_thing_it_is(value, shown, sort):
    assert (show(value, ENGLISH), form(value, ENGLISH)) == (shown, sort)


# Notes to the instructor


@pytest.mark.parametrize(
    ("note", "text"),
    [
        (
            Note("unclear", "s1", "f", "", 7, "getattr(torch, n)", ("getattr",)),
            "f, s1.py, line 7: `getattr(torch, n)` could hide a forbidden call (getattr); it cost no points",
        ),
        (Note("threads", "s1", "f"), "f starts threads of its own"),
        (
            Note("blinded", "s1", "f"),
            "f: the operations that ran could not be recorded, so a forbidden call may be among them",
        ),
        (
            Note("changed", "s1", names=("torch.stack", "s2.cost")),
            "s1 replaces functions that do not belong to it: torch.stack, s2.cost",
        ),
        (Note("sandbox", names=("landlock",)), "the sandbox is incomplete here: the layer `landlock` does not hold"),
        (Note("new", "s1", "f"), "f: new"),
    ],
)
def test_a_note_in_words(note, text):
    assert note_text(note, ENGLISH) == text


def test_what_a_call_printed_stands_below_it():
    printed = "\n".join(f"step {n}" for n in range(9))
    said = message(Failure("wrong_value", Call("f"), a_float("3.0"), a_float("4.0"), printed=printed), ENGLISH)
    assert said.startswith("f()\nYour code printed:\n  step 0\n")
    assert "\n  step 5\n  … and 3 more lines\nexpected 3.0" in said


IN_PYTHON = {
    "torch.tensor([0.1, -2., 1e-07])": torch.tensor([0.1, -2.0, 1e-7]),
    "torch.tensor([0.1, 3.], dtype=torch.float64)": torch.tensor([0.1, 3.0], dtype=torch.float64),
    "torch.tensor(3.).requires_grad_()": torch.tensor(3.0, requires_grad=True),
    "torch.tensor([[1, 2], [3, 4]])": torch.tensor([[1, 2], [3, 4]]),
    "torch.tensor([[1., 2., 3.], [4., 5., 6.]]).t()": torch.arange(1.0, 7.0).reshape(2, 3).t(),
    "torch.tensor([True, False])": torch.tensor([True, False]),
    "torch.tensor([1, 0], dtype=torch.uint8)": torch.tensor([1, 0], dtype=torch.uint8),
    "torch.tensor([torch.nan, -torch.inf])": torch.tensor([float("nan"), -float("inf")]),
    "torch.zeros((0, 3))": torch.zeros(0, 3),
    "np.array([1., 2.], dtype=np.float32)": np.array([1, 2], dtype=np.float32),
    "[(1.0, None), (float(\"nan\"),), {'a': torch.Size([2, 1])}]":
        [(1.0, None), (float("nan"),), {"a": torch.Size([2, 1])}],
}  # fmt: skip


@pytest.mark.parametrize("text", IN_PYTHON)
def test_an_argument_is_python_that_gives_the_same_again(text):
    value = IN_PYTHON[text]
    assert pasted(argument(value), ENGLISH) == text
    assert argument(eval(text, {"torch": torch, "np": np})) == argument(value)


def test_what_python_cannot_say_shortly_is_said_in_words():
    assert pasted(argument(torch.zeros(40, 3)), ENGLISH).startswith("a (40, 3) tensor that starts with [[0., 0., 0.]")
    strided = Call("f", (("x", argument(torch.arange(8.0)[::2])), ("y", argument(torch.ones(2)))))
    assert call_as_python(strided, ENGLISH) == "f(x=torch.tensor([0., 2., 4., 6.]), y=torch.tensor([1., 1.]))"
    assert message(Failure("unstable", strided), ENGLISH).split("\n")[1] == "(not contiguous in memory: `x`)"
