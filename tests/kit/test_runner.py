"""The verdicts: how a test can end, what it then says to the student, and what it may not cost the others."""

import re
import time

import pytest

from grader.errors import EngineError, SuiteError
from grader.runner.test_run import record_test
from grader.verdict import Status

SLOPE = "def slope(W, x, y):\n    return 2 * torch.mean((W * x - y) * x)\n"
REST = "def double_(t): return t.mul_(2)\ndef size(number): return abs(number)\n" + (
    "class Scaler(nn.Module):\n"
    "    def __init__(self):\n        super().__init__()\n        self.factor = nn.Parameter(torch.ones(1))\n"
    "    def forward(self, x): return self.factor * x\n"
)
STUB = "def slope(W, x, y):\n    raise NotImplementedError\n"


def alpha(slope: str = SLOPE, rest: str = REST) -> str:
    """A file for section alpha with another `slope`, or another rest."""
    return f"import os, time, torch\nfrom torch import nn\n{slope}\n{rest}"


def failing(toy, text: str, **settings) -> dict[str, tuple[str, str]]:
    """The tests of section alpha that did not pass."""
    ends = toy.ends(toy.submission(alpha=text), sections=("alpha",), **settings)
    return {name: end for name, end in ends.items() if end[0] != "passed"}


# ── how a test can end ───────────────────────────────────────────────────────────────────────────────────────

ENDS: dict[str, tuple[str, str, str, str]] = {
    "a wrong value": (
        alpha("def slope(W, x, y):\n    return torch.mean((W * x - y) * x)\n"),
        "test_the_lectures_example", "failed", "expected -9.333333    got -4.666667    (2 times too small)",
    ),
    "the smallest example": (
        alpha("def slope(W, x, y):\n    return 2 * torch.sum((W * x - y) * x)\n"),
        "test_slope_of_the_cost", "failed",
        "(2 times too large)",
    ),
    "the author's own words": (
        alpha("def slope(W, x, y):\n    x.requires_grad_()\n    return 2 * torch.mean((W * x - y) * x)\n"),
        "test_slope_leaves_its_arguments_alone", "failed", "expected all arguments as they were, got argument 2",
    ),
    "nothing back": (
        alpha("def slope(W, x, y):\n    print(2 * torch.mean((W * x - y) * x))\n"),
        "test_the_lectures_example", "failed", "got None\nThe function returned None.",
    ),
    "another kind of answer": (
        alpha("def slope(W, x, y):\n    return [[1]]\n"), "test_slope_of_the_cost", "failed", "one number as a tensor",
    ),
    "an exception": (
        alpha("def slope(W, x, y):\n    return W @ x.T @ z\n"), "test_the_lectures_example", "error",
        "NameError: name 'z' is not defined\n  alpha.py, line 4, in slope\n    return W @ x.T @ z",
    ),
    "an exception without words": (
        alpha("def slope(W, x, y):\n    raise ValueError\n"), "test_the_lectures_example", "error",
        "ValueError\n  alpha.py, line 4, in slope\n    raise ValueError",
    ),
    "an exception of many words": (
        alpha("def slope(W, x, y):\n    raise ValueError('a' * 5000)\n"), "test_the_lectures_example", "error",
        "a[…]\n  alpha.py, line 4, in slope",
    ),
    "a call of itself": (
        alpha("def slope(W, x, y):\n    return slope(W, x, y)\n"), "test_the_lectures_example", "error",
        "\n  alpha.py, line 4, in slope\n    return slope(W, x, y)\n  and so on: the function keeps calling itself",
    ),
    "a NumPy array": (
        alpha("def slope(W, x, y):\n    return W.double().numpy()\n"), "test_the_lectures_example", "failed",
        "got      a NumPy array of shape (1,): np.array([0.])",
    ),
    "an assertion of theirs": (
        alpha("def slope(W, x, y):\n    raise AssertionError('mine')\n"), "test_the_lectures_example", "error",
        "AssertionError: mine\n  alpha.py, line 4, in slope",
    ),
    "a name that is not there": (
        alpha(""), "test_the_lectures_example", "error", "`slope` is not defined in alpha.py",
    ),
    "a name that is nearly right": (
        alpha("def slop(W, x, y):\n    return 1\n"), "test_the_lectures_example", "error",
        "`slope` is not defined in alpha.py, but `slop` is; the tests look for exactly `slope`",
    ),
    "a name for something else": (
        alpha("slope = 3"), "test_the_lectures_example", "error", "`slope` should be a function or a class",
    ),
    "another signature": (
        alpha("def slope(W, x): return W\n"), "test_the_lectures_example", "error", "takes 2 positional",
    ),
    "an endless loop": (
        alpha("def slope(W, x, y):\n    while True: pass\n"), "test_slope_of_the_cost", "timeout", "no answer within",
    ),
    "a crash": (
        alpha("def slope(W, x, y):\n    os.abort()\n"), "test_slope_of_the_cost", "crashed", "SIGABRT",
    ),
    "an exit": (
        alpha("def slope(W, x, y):\n    os._exit(4)\n"), "test_slope_of_the_cost", "crashed", "exit status 4",
    ),
    "a polite exit": (
        alpha("def slope(W, x, y):\n    raise SystemExit(4)\n"), "test_slope_of_the_cost", "error", "SystemExit: 4",
    ),
    "a stub": (alpha(STUB), "test_slope_of_the_cost", "not_attempted", ""),
    "a stub behind a line": (
        alpha("def slope(W, x, y):\n    m = len(x)\n    raise NotImplementedError\n"),
        "test_slope_of_the_cost", "not_attempted", "",
    ),
    "an input that it does not take yet": (
        alpha("def slope(W, x, y):\n    if len(x) < 99:\n        raise NotImplementedError('small')\n    return W\n"),
        "test_slope_of_the_cost", "error", "NotImplementedError: small\n  alpha.py, line 5, in slope",
    ),
    "a way out at its end": (
        alpha("def slope(W, x, y):\n    if len(x) > 99:\n        return W\n    raise NotImplementedError\n"),
        "test_slope_of_the_cost", "error", "NotImplementedError\n  alpha.py, line 6, in slope",
    ),
    "a ✗ that is broken": (
        alpha("def slope(W, x, y):\n    (W * x).sum().backward()\n"), "test_slope_of_the_cost", "failed", "backward",
    ),
    "another answer each time": (
        alpha("ran = []\ndef slope(W, x, y):\n    ran.append(1)\n    return torch.tensor(float(len(ran)))\n"),
        "test_slope_of_the_cost", "failed", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ENDS)
def test_how_a_test_ends_and_what_it_says(toy, case):
    text, name, status, words = ENDS[case]
    ends = failing(toy, text)
    assert ends[name][0] == status
    assert words in ends[name][1]
    told = "\n".join(message for _, message in ends.values())
    assert not re.search(r"\bassert\b|hidden/|Traceback|site-packages", told)
    assert all("slope" in one for one in set(ends) - {"test_the_lectures_example"})  # it cost no other exercise


HINTED = {
    "a wrong value": ("return torch.mean((W * x - y) * x)", True),
    "an exception": ("return [W][3]", True),
    "shapes that do not fit": ("return x.sum() + torch.ones(2) + torch.ones(3)", False),
    "a name that is not there": ("return W @ x.T @ z", False),
    "waiting for somebody to type": ("return input()", False),
    "nothing back": ("W * x", False),
    "another kind of answer": ("return [1]", False),
    "another dtype": ("return 2 * torch.mean((W * x - y) * x).half()", False),
    "an input that it does not take yet": ("if len(x): raise NotImplementedError\n    return W", False),
    "a forbidden call": ("return torch.autograd.grad(W, x)", False),
    "a forbidden call that only shows when it runs": (
        "W = W.detach().clone().requires_grad_()\n"
        "    return vars(torch)['auto' + 'grad'].grad(((W * x - y) ** 2).mean(), W)[0]",
        False,
    ),
    "no such name": ("return 1\ndel slope", False),
    "a file that cannot be read": ("return (", False),
}


@pytest.mark.parametrize("case", HINTED)
def test_a_message_that_names_the_slip_stands_alone(toy, case):
    code, hinted = HINTED[case]
    text = alpha(f"def slope(W, x, y):\n    {code}\n")
    run = toy.grade(toy.submission(alpha=text), sections=("alpha",))
    hints = [verdict.hint for verdict in run.verdicts if verdict.exercise == "slope"]
    assert hints
    assert any(hints) is hinted


FLOWS = """
import torch
from grader.suite import exercise, gradients
@exercise("slope", points=1, title="lets a gradient flow", hint="Which step stops the gradient?")
def test_flow(submission):
    x = torch.ones(2, 1)
    assert submission.slope.gradients(torch.ones(1, requires_grad=True), x, x) == gradients({"W": torch.tensor([2.0])})
"""
FLOWING = {
    "3 * torch.mean((W * x - y) * x)": False,  # it does flow
    "2 * torch.mean((W.detach() * x - y) * x)": True,
    "(2 * torch.mean((W * x - y) * x)).sqrt()": True,  # it is nan: who knows where it ends
    "0 * torch.mean((W * x - y) * x)": True,
}


@pytest.mark.parametrize("code", FLOWING)
def test_of_a_gradient_that_flows_nobody_asks_what_stops_it(toy, code):
    toy.write({"tests/hidden/test_alpha.py": FLOWS})
    text = alpha(f"def slope(W, x, y):\n    return {code}\n")
    run = toy.grade(toy.submission(alpha=text), sections=("alpha",), visibilities=("hidden",))
    [flow] = [verdict for verdict in run.verdicts if "test_flow" in verdict.id]
    assert (flow.status, bool(flow.hint)) == (Status.FAILED, FLOWING[code])


def test_parameters_in_another_order_are_named_and_nothing_else_is_asked(toy):
    slope = "def slope(x, W, y):\n    return 2 * torch.mean((W * x - y) * x)\n"
    run = toy.grade(toy.submission(alpha=alpha(slope)), sections=("alpha",), diagnose=True)
    failed = [verdict for verdict in run.verdicts if verdict.status is Status.FAILED]
    assert len(failed) > 1
    for verdict in failed[:-1]:  # the last one was not run
        assert "in the stub: `x` got the value for `W`, `W` got the value for `x`" in toy.said(verdict)
        assert verdict.hint == ""


def test_parameters_of_other_names_may_stand_in_any_order(toy):
    slope = "def slope(x, points, hours):\n    return torch.mean((x * points - hours) * points)\n"
    assert not any("another order" in message for _, message in failing(toy, alpha(slope)).values())


def test_hypothesis_shrinks_to_the_smallest_example(toy):
    summed = "def slope(W, x, y):\n    return 2 * torch.sum((W * x - y) * x)\n"
    far = REST.replace("return abs(number)", "return number if number < 17 else number + 1")
    ends = failing(toy, alpha(summed, far))
    small, one, tensor = r"\[-?[01]\.\]", r"-?[0-9]\.[0-9]", r"torch\.tensor"
    assert re.fullmatch(
        rf"slope\(W={tensor}\({small}\), x={tensor}\(\[{small}, {small}\]\), y={tensor}\(\[{small}, {small}\]\)\)\n"
        rf"expected {one}    got {one}    \(2 times too large\)",
        ends["test_slope_of_the_cost"][1],
    )
    assert re.fullmatch(
        r"size\(number=-1\)\nexpected 1    got -1    \(.*\)|size\(number=-1\)\nexpected 1    got -1|"
        r"size\(number=17\)\nexpected 17    got 18",
        ends["test_size_has_no_sign"][1],
    )


# ── not attempted ────────────────────────────────────────────────────────────────────────────────────────────


def test_stubs_are_not_attempted_and_cost_no_time(toy):
    run = toy.grade(toy.root / "exercises")
    assert {verdict.status for verdict in run.verdicts} == {Status.NOT_ATTEMPTED}
    assert sum(verdict.duration for verdict in run.verdicts) < 2


def test_a_stub_that_another_exercise_calls_is_an_error_of_that_one(toy):
    ends = toy.ends(toy.submission(alpha=alpha(STUB)))
    assert ends["test_slope_of_the_cost"][0] == "not_attempted"
    assert ends["test_one_step"][0] == "error"
    assert "it calls `slope`, which is not written yet" in ends["test_one_step"][1]


NEEDS = """
from grader.suite import exercise
@exercise("MARK", points=1, title="is five", needs=("size",))
def test_mark(submission):
    assert submission.value("MARK") == 5
"""
SIZES = {
    "a stub": ("raise NotImplementedError", "not_attempted", "not run: this counts once `size` is written"),
    "wrong": ("return 7", "passed", ""),
    "half done": ("\n    if number > 0: return number\n    raise NotImplementedError", "passed", ""),
}


@pytest.mark.parametrize("size", SIZES)
def test_what_needs_another_exercise_counts_once_that_is_attempted_right_or_not(toy, size):
    body, status, message = SIZES[size]
    toy.write({"tests/public/test_alpha.py": NEEDS})
    text = alpha(rest="MARK = 5\n" + REST.replace("return abs(number)", body))
    ends = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert ends == {"test_mark": (status, message)}


def test_a_class_with_a_method_to_write_is_not_attempted_and_a_missing_method_is_an_error(toy):
    stub = REST.replace("return self.factor * x", "raise NotImplementedError")
    assert failing(toy, alpha(rest=stub))["test_scaler_multiplies"][0] == "not_attempted"
    missing = REST.replace("def forward(self, x): return self.factor * x", "")
    assert failing(toy, alpha(rest=missing))["test_scaler_multiplies"][0] == "error"


def test_not_attempted_is_found_out_once_an_exercise(toy):
    slow = alpha("def slope(W, x, y):\n    time.sleep(0.3)\n    raise NotImplementedError\n")
    began = time.monotonic()
    ends = failing(toy, slow)
    assert {status for status, _ in ends.values()} == {"not_attempted"}
    assert len(ends) == 3
    assert time.monotonic() - began < 10


def test_a_suite_may_say_so_itself(toy):
    toy.write(
        {
            "tests/public/test_alpha.py": """
        from grader.suite import exercise, not_attempted
        @exercise("size", points=1, title="is done")
        def test_done(submission):
            if submission.size(2) == 3:
                not_attempted("two is still three")
        @exercise("size", points=1, title="is asked for again")
        def test_again(submission):
            assert submission.size(2) == 3
    """
        }
    )
    three = alpha(rest=REST.replace("abs(number)", "3"))
    ends = toy.ends(toy.submission(alpha=three), visibilities=("public",), sections=("alpha",))
    assert list(ends) == ["test_done", "test_again"]
    assert set(ends.values()) == {("not_attempted", "two is still three")}


# ── hangs and budgets ────────────────────────────────────────────────────────────────────────────────────────

FIVE = "\n".join(
    f"""
@exercise("size", points=1, title="case {number}", timeout=0.2)
def test_case_{number}(submission):
    try:
        assert submission.size({number}) == {number}
    except Exception:
        pass
"""
    for number in range(5)
)
OTHER = """
from grader.suite import close_to, exercise
@exercise("slope", points=1, title="is there")
def test_another(submission):
    assert submission.value("MARK") == 5
"""


def test_after_three_hangs_the_others_of_the_exercise_are_not_run_and_no_suite_can_eat_one(toy):
    toy.write({"tests/public/test_alpha.py": OTHER + FIVE})
    text = alpha(rest="MARK = 5\n" + REST.replace("return abs(number)", "\n    while True: pass"))
    ends = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert ends.pop("test_another")[0] == "passed"
    assert [status for status, _ in ends.values()] == ["timeout"] * 5
    not_run = ["not run: `size` has already run out of time 3 times" in message for _, message in ends.values()]
    assert not_run == [False] * 3 + [True] * 2
    assert "size(number=0)\nno answer within 0.2 s" in ends["test_case_0"][1]


def test_what_was_graded_before_the_time_is_spent_is_kept_and_other_sections_have_their_own(toy):
    toy.write({"tests/public/test_alpha.py": OTHER + FIVE.replace("timeout=0.2", "timeout=60")})
    text = alpha(rest="MARK = 5\n" + REST.replace("return abs(number)", "\n    time.sleep(number * 60)"))
    began = time.monotonic()
    run = toy.grade(toy.submission(alpha=text), visibilities=("public",), budget=2.0)
    ends = [verdict.status.value for verdict in run.verdicts]
    assert ends == ["passed", "passed", "timeout", "timeout", "timeout", "timeout", "passed"]
    assert "no time is left: this section, or the whole submission, has used up its time" in toy.said(run.verdicts[2])
    assert run.verdicts[-1].section == "beta"
    assert not run.complete
    assert time.monotonic() - began < 15


SLOW_ONCE = """
with open({path!r}, "a+") as marks:
    marks.write("x")
    if marks.tell() <= {times}:
        time.sleep(60)
"""


def slow_once(path, indent: str = "", times: int = 1) -> str:
    """Lines that take too long at first, whichever process runs them."""
    return SLOW_ONCE.format(path=str(path), times=times).replace("\n", f"\n{indent}")


def test_what_hung_is_tried_again_and_with_it_what_was_not_run_for_that(toy, tmp_path):
    slope = SLOPE.replace("\n    return", f"{slow_once(tmp_path / 'slope', '    ')}\n    return")
    size = REST.replace("return abs", f"{slow_once(tmp_path / 'size', '    ', times=2)}\n    return abs")
    run = toy.grade(toy.submission(alpha=alpha(slope, size)), sections=("alpha",))
    assert {verdict.status for verdict in run.verdicts} == {Status.PASSED}
    assert run.complete


def test_a_file_whose_import_hung_once_is_tried_again(toy, tmp_path):
    text = slow_once(tmp_path / "import") + alpha()
    assert set(failing(toy, "import time\n" + text)) == set()


@pytest.mark.parametrize(
    ("number", "settings", "times"),
    [(5, {}, 3), (3, {}, 3), (2, {}, 2 + 1), (1, {}, 1 + 1), (2, {"stop_at_failure": True}, 1)],
    ids=["many tests", "three", "two", "one", "who stops at a failure"],
)
def test_an_endless_loop_is_tried_once_more_unless_it_has_hung_three_times(toy, tmp_path, number, settings, times):
    marks = tmp_path / "marks"
    marked = f"with open({str(marks)!r}, 'a') as marks: marks.write('x')\n    while True: pass"
    toy.write({"tests/public/test_alpha.py": OTHER + "@exercise".join(FIVE.split("@exercise")[: number + 1])})
    folder = toy.submission(alpha=alpha(rest="MARK = 5\n" + REST.replace("return abs(number)", f"\n    {marked}")))
    run = toy.grade(folder, visibilities=("public",), sections=("alpha",), **settings)
    assert marks.read_text() == "x" * times
    assert run.verdicts[-1].status is Status.TIMEOUT
    assert run.complete


def test_a_second_try_takes_only_time_that_is_left(toy):
    toy.write({"tests/public/test_alpha.py": OTHER + FIVE.replace("timeout=0.2", "timeout=1.5")})
    text = alpha(rest="MARK = 5\n" + REST.replace("return abs(number)", "\n    while True: pass"))
    began = time.monotonic()
    run = toy.grade(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",), budget=2.0)
    assert not run.complete
    assert time.monotonic() - began < 10
    assert "no answer within 1.5 s" in toy.said(run.verdicts[1])


def test_asking_the_reference_first_takes_nothing_of_the_budget(toy, monkeypatch):
    def slowly(*args):
        time.sleep(0.3)
        return record_test(*args)

    monkeypatch.setattr("grader.runner.grade.record_test", slowly)
    run = toy.grade(toy.submission(), budget=2.0, reference_first=True)
    assert {verdict.status for verdict in run.verdicts} == {Status.PASSED}


def test_a_property_that_hangs_on_the_trusted_side_is_ended_once(toy, monkeypatch):
    monkeypatch.setattr("grader.runner.guards.TRUSTED_SECONDS", 0.5)
    toy.write({"tests/hidden/test_alpha.py": """
        from hypothesis import given, strategies as st
        from grader.suite import exercise

        @exercise("size", points=1, title="waits for the right answer")
        @given(number=st.integers(1, 9))
        def test_waits(submission, number):
            size = submission.size(number)
            while size != number:
                pass
    """})  # fmt: skip
    text = alpha(rest=REST.replace("abs(number)", "0"))
    status, message = toy.ends(toy.submission(alpha=text), sections=("alpha",))["test_waits"]
    assert (status, "the test as a whole took too long" in message) == ("timeout", True)


def test_the_tests_of_a_class_are_told_apart(toy):
    toy.write({"tests/public/test_alpha.py": """
        from hypothesis import given, strategies as st
        from grader.suite import exercise

        class TestPositive:
            @exercise("size", points=1, title="of a positive number")
            def test_size(self, submission):
                assert submission.size(2) == 2

        class TestNegative:
            @exercise("size", points=1, title="of a negative number")
            @given(number=st.integers(-9, -1))
            def test_size(self, submission, number):
                assert submission.size(number) == -number
    """})  # fmt: skip
    text = alpha(rest=REST.replace("abs(number)", "number"))
    run = toy.grade(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert {verdict.id: verdict.status.value for verdict in run.verdicts} == {
        "public/alpha::TestPositive::test_size": "passed",
        "public/alpha::TestNegative::test_size": "failed",
    }


@pytest.mark.parametrize(
    "code",
    [
        "(submission.size(-2), 1) == (close_to(2), 1)",
        "[submission.size(1), submission.size(-2)] == [close_to(1), close_to(2)]",
        "{'a': submission.size(-2)} == {'a': close_to(2)}",
    ],
)
def test_a_comparer_inside_of_a_tuple_says_what_differs(toy, code):
    toy.write({"tests/public/test_alpha.py": f"""
        from grader.suite import close_to, exercise

        @exercise("size", points=1, title="has no sign")
        def test_size(submission):
            assert {code}
    """})  # fmt: skip
    text = alpha(rest=REST.replace("abs(number)", "number"))
    ends = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert ends["test_size"] == ("failed", "size(number=-2)\nexpected 2    got -2")


def test_a_file_that_is_no_python_hides_no_forbidden_call(toy):
    run = toy.grade(toy.submission(alpha="def slope(W, x, y:\n    return getattr(W, x)\n"), sections=("alpha",))
    assert {verdict.status.value for verdict in run.verdicts} == {"error"}
    assert [note for note in run.notes if note.kind == "unclear"] == []


def test_code_that_cannot_be_read_is_watched_in_all_examples(toy):
    """It may do by hand what the first examples ask for."""
    slope = (
        "def slope(W, x, y):\n"
        "    if len(x) < 5:\n"
        "        return 2 * torch.mean((W * x - y) * x)\n"
        "    W = W.detach().clone().requires_grad_()\n"
        "    return getattr(torch, 'auto' + 'grad').grad(((W * x - y) ** 2).mean(), W)[0]\n"
    )
    ends = toy.ends(toy.submission(alpha=alpha(slope)), sections=("alpha",))
    assert ends["test_slope_of_the_cost"][0] == "failed"
    assert "ran here" in ends["test_slope_of_the_cost"][1]


def test_what_a_suite_prints_is_no_part_of_the_result(toy, capsys):
    toy.write({"tests/public/test_alpha.py": """
        from grader.suite import exercise

        @exercise("size", points=1, title="prints")
        def test_prints(submission):
            print("size is", submission.size(-2))
    """})  # fmt: skip
    toy.grade(toy.submission(), visibilities=("public",), sections=("alpha",))
    said = capsys.readouterr()
    assert (said.out, "size is 2" in said.err) == ("", True)


def test_the_message_of_an_assertion_may_be_any_object(toy):
    toy.write({"tests/public/test_alpha.py": """
        from grader.suite import exercise

        @exercise("size", points=1, title="has no sign")
        def test_size(submission):
            assert submission.size(-2) == 2, {"expected": 2}
    """})  # fmt: skip
    text = alpha(rest=REST.replace("abs(number)", "number"))
    ends = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert ends["test_size"] == ("failed", "size(number=-2)\n{'expected': 2}")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("return number", "expected TypeError    got no exception"),
        ("raise KeyError(number)", "expected TypeError    got KeyError: 'two'"),
    ],
)
def test_an_exception_that_should_be_raised_is_told_in_a_sentence(toy, code, words):
    toy.write({"tests/public/test_alpha.py": """
        from grader.suite import exercise, raises

        @exercise("size", points=1, title="refuses")
        def test_size(submission):
            with raises(TypeError):
                submission.size('two')
    """})  # fmt: skip
    text = alpha(rest=REST.replace("return abs(number)", code))
    ends = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert ends["test_size"] == ("failed", f"size(number='two')\n{words}")


def test_answers_that_no_assumption_allows_are_not_called_unstable(toy):
    toy.write({"tests/public/test_alpha.py": """
        from hypothesis import assume, given, strategies as st
        from grader.suite import exercise

        @exercise("size", points=1, title="has no sign")
        @given(number=st.integers(1, 9))
        def test_size(submission, number):
            assume(submission.size(number) > 0)
    """})  # fmt: skip
    text = alpha(rest=REST.replace("abs(number)", "-1"))
    ends = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert ends["test_size"][0] == "failed"
    assert ends["test_size"][1].endswith("the answer does not have the expected form")


def test_the_words_of_a_suite_are_no_time_out(toy):
    toy.write({"tests/public/test_alpha.py": """
        import pytest
        from grader.suite import exercise

        @exercise("size", points=1, title="fails")
        def test_fails(submission):
            if submission.size(2) == 3:
                pytest.fail("Timeout is what it says, and it is no time-out")
    """})  # fmt: skip
    three = alpha(rest=REST.replace("abs(number)", "number + 1"))
    ends = toy.ends(toy.submission(alpha=three), visibilities=("public",), sections=("alpha",))
    assert ends["test_fails"] == ("failed", "size(number=2)\nTimeout is what it says, and it is no time-out")


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("submission.size(2) == 2", "expected 2    got 3"),
        ("submission.size(2) / 2 == 1.0", "expected 1.0    got 1.5    (1.5 times too large)"),
        ("str(submission.size(2)) == '2'", "expected '2'    got '3'"),
        ("(submission.size(2), 1) == (2, 1)", "expected (2, 1)    got (3, 1)"),
        ("submission.size(2) == 2, 'the size of 2 is 2'", "the size of 2 is 2"),
        ("submission.size(2) < 3", "this is not the expected answer"),
    ],
)
def test_a_plain_comparison_shows_both_values(toy, check, says):
    toy.write({"tests/public/test_alpha.py": f"""
        from grader.suite import exercise

        @exercise("size", points=1, title="is the size of 2")
        def test_size(submission):
            assert {check}
    """})  # fmt: skip
    three = alpha(rest=REST.replace("abs(number)", "number + 1"))
    ends = toy.ends(toy.submission(alpha=three), visibilities=("public",), sections=("alpha",))
    assert ends["test_size"] == ("failed", f"size(number=2)\n{says}")


def test_an_argument_that_the_call_changed_is_named(toy):
    toy.write({"tests/public/test_alpha.py": """
        import torch
        from grader.suite import exercise, unchanged

        ONE = torch.ones(1)

        @exercise("slope", points=1, title="changes nothing")
        def test_changes(submission):
            assert submission.slope.observe(ONE, ONE.clone(), ONE.clone()) == unchanged()
    """})  # fmt: skip
    text = alpha("def slope(W, x, y):\n    x += 1\n    return W\n")
    ends = toy.ends(toy.submission(alpha=text), visibilities=("public",), sections=("alpha",))
    assert ends["test_changes"][1].endswith("expected the call to change nothing, but it changed `x`")


# ── files that cannot be read ────────────────────────────────────────────────────────────────────────────────


def test_a_missing_file_is_not_attempted(toy):
    ends = toy.ends(toy.submission(beta=None))
    assert ends["test_one_step"] == ("not_attempted", "beta.py is missing from the submission")
    assert ends["test_slope_of_the_cost"][0] == "passed"


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        (
            "def descend(:\n",
            "error",
            "beta.py cannot be imported\nSyntaxError: invalid syntax\n  beta.py, line 1\n",
        ),
        ("import nowhere\n", "error", "ModuleNotFoundError: No module named 'nowhere'\n  beta.py, line 1"),
        ("raise SystemExit\n", "error", "SystemExit"),
        (
            "while True: pass\n",
            "timeout",
            "beta.py cannot be imported: its code outside of functions did not finish within 2 s",
        ),
        ("import os\nos._exit(0)\n", "crashed", "beta.py cannot be imported\nthe process ended with exit status 0"),
    ],
)
def test_a_file_that_cannot_be_imported_costs_its_section_alone(toy, text, status, words):
    ends = toy.ends(toy.submission(beta=text))
    for name, (found, message) in ends.items():
        if name in ("test_one_step", "test_descend_step_by_step", "test_noise"):
            assert (found, words in message) == (status, True)
        elif not name.startswith("test_descend"):
            assert found == "passed"
        assert "follow" not in message


HELPER = "def half(x):\n    return x / 2\n"


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("halves.py", "from halves import half"),
        ("lib/halves.py", "from lib.halves import half"),
        ("lib/halves.py", "import lib.halves as helper; half = helper.half"),
        ("lib/halves.py", "import sys; sys.path.append('lib'); from halves import half"),
        ("lib/maths/halves.py", "from lib.maths import halves; half = halves.half"),
        ("lib/__init__.py", "from lib import half"),
        ("halves.py", "from exercises.halves import half"),
        ("halves.py", "from exercises import halves; half = halves.half"),
        ("halves.py", "import exercises.halves, exercises.alpha; half = exercises.halves.half"),
        ("halves.py", "from handed_in.halves import half"),
    ],
)
def test_a_file_of_the_students_is_imported_from_wherever_it_lies(toy, file, line):
    folder = toy.submission(beta=f"{line}\nassert half(4) == 2\n" + (toy.root / "solutions/beta.py").read_text())
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(HELPER)
    assert {status for status, _ in toy.ends(folder).values()} == {"passed"}


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("tool.py", "from tool import by_torch"),
        ("lib/tool.py", "from lib.tool import by_torch"),
        ("lib/tool.py", "import sys; sys.path.append('lib'); from tool import by_torch"),
        ("tool.py", "from exercises.tool import by_torch"),
        ("tool.py", "import exercises.tool; by_torch = exercises.tool.by_torch"),
    ],
)
def test_a_forbidden_call_is_found_wherever_the_helper_lies(toy, file, line):
    alpha = (toy.root / "solutions/alpha.py").read_text()
    folder = toy.submission(alpha=f"{alpha}\n{line}\ndef slope(w, x, y):\n    return by_torch(w, x, y)\n")
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text("import torch\ndef by_torch(w, x, y):\n    return torch.autograd.grad(w, x)\n")
    status, message = toy.ends(folder)["test_slope_of_the_cost"]
    assert (status, f"{file}, line 3: `torch.autograd.grad" in message) == ("failed", True)


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-16", "utils.py is UTF-16, which"), ("cp949", "utils.py is not UTF-8: byte 0xc7")]
)
def test_a_helper_that_cannot_be_read_is_named_where_it_is_missed(toy, encoding, said):
    folder = toy.submission(beta="import utils\n")
    (folder / "utils.py").write_text("name = '한'\n", encoding=encoding)
    status, message = toy.ends(folder)["test_one_step"]
    assert (status, "No module named 'utils'" in message, said in message) == ("error", True, True)


def test_a_missing_file_names_the_one_that_looks_like_it(toy):
    folder = toy.submission(beta=None)
    (folder / "beta (1).py").write_text("x = 1\n")
    status, message = toy.ends(folder)["test_one_step"]
    assert status == "not_attempted"
    assert message.endswith("but there is beta (1).py. If that is it, rename it to beta.py.")


# ── suites that are wrong ────────────────────────────────────────────────────────────────────────────────────

HEAD = 'from grader.suite import exercise\n@exercise("size", points=1, title="x")\n'
TROUBLE: dict[str, tuple[str, str, str]] = {
    "a public test with the reference": (
        "tests/public/test_alpha.py",
        HEAD + "def test_x(submission, reference): pass\n",
        "test_alpha.py: test_x is public and uses `reference`, which students do not have.",
    ),
    "a test without its exercise": (
        "tests/hidden/test_beta.py",
        "def test_x(submission): pass\n",
        "test_beta.py: test_x does not name its exercise; write @exercise(…) above it.",
    ),
    "a suite that cannot be imported": (
        "tests/hidden/test_beta.py",
        "import nowhere\n",
        "tests/hidden/test_beta.py, line 1: the suite cannot be read: ModuleNotFoundError: No module named 'nowhere'",
    ),
    "a suite with a syntax error": (
        "tests/hidden/test_beta.py",
        "def test_x(:\n",
        "tests/hidden/test_beta.py, line 1: the suite cannot be read: SyntaxError: invalid syntax",
    ),
    "a fixture that is not there": (
        "tests/hidden/test_beta.py",
        HEAD + "def test_x(submissoin): pass\n",
        "test_beta.py: test_x uses the fixture `submissoin`. A suite's tests can use `submission`, `reference` and",
    ),
    "a test that is skipped": (
        "tests/hidden/test_beta.py",
        "import pytest\n" + HEAD + "@pytest.mark.skip\ndef test_x(submission): pass\n",
        "test_beta.py: test_x is marked to be skipped or to fail. Every test of a suite counts",
    ),
    "a test that gives its verdict back": (
        "tests/hidden/test_alpha.py",
        HEAD + "def test_x(submission): return submission.size(1) == 2\n",
        "test_alpha.py: test_x returns something, or is `async`, so it checks nothing.",
    ),
    "a property that gives its verdict back": (
        "tests/hidden/test_alpha.py",
        "from hypothesis import given, strategies as st\n" + HEAD + "@given(n=st.integers())\n"
        "def test_x(submission, n): return submission.size(n) == 2\n",
        "test_alpha.py: test_x returns something, or is `async`, so it checks nothing.",
    ),
    "an async test": (
        "tests/hidden/test_alpha.py",
        HEAD + "async def test_x(submission): assert submission.size(1) == 2\n",
        "test_alpha.py: test_x returns something, or is `async`, so it checks nothing.",
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.parametrize("case", TROUBLE)
def test_a_suite_that_is_wrong_is_named(toy, case):
    path, text, words = TROUBLE[case]
    toy.write({path: text})
    with pytest.raises(SuiteError) as raised:
        toy.grade(toy.submission())
    assert words in str(raised.value)


def test_a_ban_for_an_exercise_that_is_not_there(toy):
    table = (toy.root / "pyproject.toml").read_text()
    toy.write({"pyproject.toml": table.replace("slope = [", "slop = [")})
    with pytest.raises(
        SuiteError,
        match="`forbidden` of the section alpha names the exercise 'slop', which has no test and is not in",
    ):
        toy.grade(toy.submission())
    assert toy.grade(toy.submission(), visibilities=("public",)).verdicts  # a student's copy has part of the tests


def test_a_missing_reference_is_no_fault_of_the_submission(toy):
    path = toy.submission()
    toy.write({"solutions/alpha.py": None})
    with pytest.raises(SuiteError, match=r"need the reference solution, but .*solutions/alpha.py is missing"):
        toy.grade(path, sections=("alpha",))
    assert toy.grade(path, visibilities=("public",), sections=("alpha",)).verdicts


def test_no_suites_at_all(toy):
    toy.write({"tests/public/test_beta.py": None, "tests/hidden/test_beta.py": None})
    with pytest.raises(SuiteError, match="There are no suites for these sections"):
        toy.grade(toy.submission(), sections=("beta",))


def test_an_engine_that_fails_is_no_verdict(toy, monkeypatch):
    def fails() -> None:
        raise EngineError("zygote_failed", words="")

    monkeypatch.setattr(toy.launcher, "worker", fails)
    with pytest.raises(EngineError, match="The process that starts workers has failed"):
        toy.grade(toy.submission())


def test_each_course_has_its_own_suites(toy):
    assert toy.ends(toy.submission(), visibilities=("public",), sections=("beta",)) == {"test_one_step": ("passed", "")}
    toy.write({"tests/public/test_beta.py": OTHER.replace("slope", "noise")})
    assert list(toy.ends(toy.submission(), visibilities=("public",), sections=("beta",))) == ["test_another"]


# ── one slip and what follows from it ────────────────────────────────────────────────────────────────────────


def test_a_callers_failure_comes_after_that_of_what_it_calls_and_says_so(toy):
    slope = "def slope(W, x, y):\n    return size(-2) * torch.mean((W * x - y) * x)\n"
    wrong = failing(toy, alpha(slope, REST.replace("abs(number)", "number")))
    exercises = ["size" if "size" in name else "slope" for name in wrong]
    assert exercises == sorted(exercises)
    for name, (_, message) in wrong.items():
        assert ("this may follow from `size`" in message) == ("size" not in name), name


def test_a_failure_that_may_follow_from_another_has_no_hint_of_its_suite(toy):
    slope = "def slope(W, x, y):\n    return size(-2) * torch.mean((W * x - y) * x)\n"
    text = alpha(slope, REST.replace("abs(number)", "number"))
    run = toy.grade(toy.submission(alpha=text), sections=("alpha",))
    hinted = {verdict.exercise for verdict in run.verdicts if verdict.failure and verdict.hint}
    assert hinted == {"size"}


def test_a_caller_that_fails_by_itself_says_nothing_of_what_it_calls(toy):
    slope = "def slope(W, x, y):\n    return size(-1) * torch.mean((W * x - y) * x)\n"
    assert not any("follow" in message for _, message in failing(toy, alpha(slope)).values())


def test_of_two_that_call_each_other_neither_follows_from_the_other(toy):
    slope = "def slope(W, x, y):\n    return size(-2) * torch.mean((W * x - y) * x)\n"
    size = REST.replace("return abs(number)", "return number if number < 99 else slope(1, 1, 1)")
    wrong = failing(toy, alpha(slope, size), visibilities=("public",))
    assert "test_the_lectures_example" in wrong
    assert not any("follow" in message for _, message in wrong.values())


# ── nothing for nothing ──────────────────────────────────────────────────────────────────────────────────────


def test_who_gives_back_nothing_gets_nothing_for_leaving_all_alone(toy):
    found = toy.ends(toy.submission(alpha=alpha("def slope(W, x, y):\n    return None\n")), sections=("alpha",))
    status, message = found["test_slope_leaves_its_arguments_alone"]
    assert (status, message) == ("failed", "not run: another test of `slope` has to pass first")
    assert toy.ends(toy.submission())["test_slope_leaves_its_arguments_alone"] == ("passed", "")


def test_a_tensor_of_a_million_rows_is_not_taken_apart(toy):
    toy.write({"tests/public/test_alpha.py": """
        from grader.suite import exercise

        @exercise("slope", points=1, title="gives two")
        def test_pair(submission):
            first, second = submission.slope(1, 2, 3)
    """})  # fmt: skip
    solution = (toy.root / "solutions" / "alpha.py").read_text()
    toy.write({"solutions/alpha.py": f"{solution}\n\ndef slope(W, x, y):\n    return W, x\n"})
    text = alpha("def slope(W, x, y):\n    return torch.zeros(1_000_000)\n")
    status, message = toy.ends(toy.submission(alpha=text), sections=("alpha",), visibilities=("public",))["test_pair"]
    assert status == "failed"
    assert message.endswith("(ValueError: too many values to unpack: a tensor of 1000000 rows)")
