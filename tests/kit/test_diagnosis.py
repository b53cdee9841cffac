"""The hint that a wrong answer gets: that of the misconception which explains it, of two, or the suite's own."""

import pytest
import torch

from grader.boundary.transport import Exchange
from grader.boundary.worker import Reply
from grader.feedback.combined_mistakes import factor, pairs_that_explain
from grader.feedback.evidence import Evidence, ExampleTrace, first_of
from grader.verdict import Status

SUM = "Your slope grows with the number of examples. Is it a sum or a mean?"
HALF = "A factor went missing when the square was differentiated."

SLOPES = {
    "a sum": ("2 * torch.sum((W * x - y) * x)", {SUM}),
    "a sum that asks for a gradient": ("(2 * torch.sum((W * x - y) * x)).requires_grad_()", {SUM}),
    "a half": ("torch.mean((W * x - y) * x)", {HALF}),
    "a half of shape (1,)": ("((W * x - y) * x).mean(dim=0)", {HALF}),
    "a half of shape (1, 1)": ("x.t() @ (W * x - y) / len(x)", {HALF}),
    "a sum of shape (1,)": ("2 * ((W * x - y) * x).sum(dim=0)", {SUM}),
    "both": ("torch.sum((W * x - y) * x)", {f"{SUM}\n{HALF}"}),
}


def hints(toy, slope: str) -> set[str]:
    """The hints of the tests of `slope` that fail."""
    text = f"import torch\ndef slope(W, x, y):\n    return {slope}\n"
    run = toy.grade(toy.submission(alpha=text), sections=("alpha",), diagnose=True)
    return {v.hint for v in run.verdicts if v.exercise == "slope" and v.status is Status.FAILED}


@pytest.mark.parametrize("slip", SLOPES)
def test_a_known_slip_gets_its_hint(toy, slip):
    code, expected = SLOPES[slip]
    assert hints(toy, code) == expected


@pytest.mark.parametrize("code", ["W * 7", "torch.mean((W * x - y) * x) ** 2", "3 * torch.mean((W * x - y) * x)"])
def test_an_unknown_slip_keeps_the_suites_own_hints(toy, code):
    found = hints(toy, code)
    assert found
    assert not any(slip in hint for hint in found for slip in (SUM, HALF))


# ── pairs ────────────────────────────────────────────────────────────────────────────────────────────────────

FACTORS = {
    "a tensor, 2 times": (torch.tensor([2.0, 4.0]), torch.tensor([1.0, 2.0]), 2.0),
    "of the other sign": (-3.0, 3.0, -1.0),
    "both 0": (torch.zeros(3), torch.zeros(3), 1.0),
    "0 where nothing can be said": (torch.tensor([0.0, 6.0]), torch.tensor([0.0, 2.0]), 3.0),
    "no one factor": (torch.tensor([2.0, 2.0]), torch.tensor([1.0, 2.0]), None),
    "something for nothing": (torch.tensor([1.0]), torch.tensor([0.0]), None),
    "another shape": (torch.ones(2), torch.ones(3), None),
    "no number": ("text", 1.0, None),
    "not finite": (float("nan"), 1.0, None),
    "a tuple of one for one": ((torch.tensor([2.0]),), torch.tensor([2.0]), None),
    "several tensors": ((torch.tensor([2.0]), torch.tensor([4.0])), (torch.tensor([1.0]), torch.tensor([2.0])), 2.0),
}


@pytest.mark.parametrize("case", FACTORS)
def test_the_factor_between_two_answers(case):
    got, right, expected = FACTORS[case]
    assert factor(got, right) == expected


KNOWN = {
    "sum": [3.0, 5.0, 2.0], "sign": [-1.0] * 3, "half": [0.5] * 3, "quarter": [0.25] * 3, "twice": [2.0] * 3,
    "odd": [None, 1.0, 2.0],
}  # fmt: skip

STUDENTS = {
    "sum and sign": ([-3.0, -5.0, -2.0], [("sum", "sign")]),
    "sign and half": ([-0.5, -0.5, -0.5], [("sign", "half")]),
    "half alone": ([0.5, 0.5, 0.5], []),
    "something else": ([7.0, 5.0, 2.0], []),
    "too few calls": ([-3.0, -5.0], []),
    "no factor": ([-3.0, None, -2.0], []),
}


@pytest.mark.parametrize("student", STUDENTS)
def test_a_pair_explains_what_its_factors_multiply_to(student):
    factors, expected = STUDENTS[student]
    assert pairs_that_explain(factors, KNOWN) == expected


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_kept_of_a_test_does_not_grow_with_the_answers():
    def trace(number: int, size: int) -> ExampleTrace:
        return ExampleTrace(
            "test", number, (Evidence(Exchange(b"", 0, "f", "answer", b""), Reply(bytes(size), None, [])),)
        )

    traces = [trace(1, 300), trace(2, 600), trace(3, 200), trace(4, 10)]
    assert [one.number for one in first_of(traces, most=1_000)] == [1, 2]
