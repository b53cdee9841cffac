"""`grader hint`: a question first, then the numbers, then what to read; and how far somebody has asked."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from grader.cli import main
from grader.course.asked import remember, step_for
from grader.course.docstrings import Explanation, explanation
from grader.failure import Call, Difference, Failure, SourceLine, Value
from grader.report import Layout
from grader.report.hint_steps import Lesson, fingerprint, question, render
from grader.report.path import Step
from grader.scoring import ExerciseResult, SectionResult, TestResult
from grader.texts import translator
from grader.verdict import Status

ROOT = Path(__file__).parents[2]
COLUMN = Value("tensor", "float32", (3, 1), (1.0, 2.0, 3.0))
ONE, THREE = Value("float", text="1.0"), Value("float", text="3.0")
SUMMED = Failure("wrong_value", Call("slope", (("x", COLUMN),)), ONE, THREE, Difference(factor=3.0))
LESSON = Lesson(
    Explanation("Find the slope.", ("(1 / m) * Σ x",), "`torch.mean`.", "return it"), "Lines", "grader hint f"
)


def step(failure, status=Status.FAILED, hint="Is it a sum or a mean?"):
    test = TestResult("public/one::test_f", "is right", "f", "public", status, 0, 1, failure, hint)
    exercise = ExerciseResult("f", (test,))
    return Step(SectionResult("one", "One", (test,)), exercise, status)


def hint(failure, number, **layout):
    return render(step(failure), number, LESSON, Layout(**layout))


def test_the_first_hint_is_a_question_and_no_number():
    text = hint(SUMMED, 1)
    assert text.startswith("Hint 1 of 3: f (one)\n")
    assert "Where in your code could that" in text
    assert "Is it a sum or a mean?" in text
    assert text.endswith("For more, ask again: grader hint f\n")
    assert "3.0" not in text


def test_the_second_works_through_the_call_that_failed():
    text = hint(SUMMED, 2)
    assert "    slope(x=torch.tensor([[1.], [2.], [3.]]))\n    expected 1.0    got 3.0" in text
    assert "The docstring's formula:\n    (1 / m) * Σ x\n" in text
    assert "With the numbers of this call it gives 1.0. Your function gives 3.0.\n" in text
    assert "Your number is the right one times 3.\n3 is also the number of rows of `x`.\n" in text


def test_the_second_names_the_first_number_that_differs():
    two = Value("tensor", "float32", (3,), (1.0, 2.0, 4.0))
    one = Value("tensor", "float32", (3,), (1.0, 2.0, 3.0))
    apart = Difference(index=(2,), expected=THREE, got=Value("float", text="4.0"), wrong=1, count=3)
    text = hint(Failure("wrong_value", Call("f"), one, two, apart), 2, width=110)
    assert "(at [2]: expected 3.0, got 4.0" in text
    assert "Your function gives [1., 2., 4.]." in text


def test_the_second_points_at_the_line_that_raised():
    raised = Failure(
        "raised",
        Call("f"),
        got=Value("exception", "ValueError", text="no"),
        lines=(SourceLine("a.py", 7, "f", "x @ y"),),
    )
    assert "Look at a.py, line 7: `x @ y`" in hint(raised, 2)


def test_the_last_says_what_to_read():
    text = hint(SUMMED, 3)
    assert "    Find the slope.\n" in text
    assert text.endswith("Then read: `torch.mean`.\nIn the lecture: Lines\n")


def test_what_was_not_begun_gets_what_is_to_be_done():
    text = render(step(None, Status.NOT_ATTEMPTED), 1, LESSON, Layout())
    assert text.startswith("Next: f (one)\nYou have not written it yet. To do: return it\n")
    assert "Hint" not in text


@pytest.mark.parametrize("number", [1, 2, 3])
def test_nothing_is_wider_than_the_terminal(number):
    assert max(map(cell_len, hint(SUMMED, number, width=30).splitlines())) <= 30


@pytest.mark.parametrize(
    ("failure", "asked"),
    [
        (Failure("wrong_value", difference=Difference(factor=-1.0)), "the sign is not"),
        (Failure("wrong_value", difference=Difference(index=(0,))), "by hand"),
        (Failure("wrong_type", guess="returned_none"), "`return`?"),
        (Failure("wrong_shape"), "`.shape`"),
        (Failure("no_gradient"), "leave torch"),
        (Failure("hung"), "never end"),
        (Failure("crashed"), "docstring promise"),
    ],
)
def test_the_question_is_about_the_kind_of_mistake(failure, asked):
    text = question(failure, translator())
    assert asked in text
    assert "?" in text


def test_a_stub_explains_itself():
    found = explanation((ROOT / "exercises" / "s3_gradient_descent.py").read_text(encoding="utf-8"), "cost")
    assert "cost(W) = (1 / m) * Σ (W x - y)²" in found.formulas
    assert "subtract the true value from the prediction and square the result. Then take" in found.text
    assert found.reading == "`torch.mean`."
    assert found.todo == "return the mean of the squared errors"
    assert explanation("x = 1\n", "cost") == Explanation()


# How far somebody has asked


def test_each_time_the_next_until_the_last(tmp_path):
    given = []
    for _ in range(5):
        given.append(step_for(tmp_path, "one::f", "a failure", 3))
        remember(tmp_path, "one::f", "a failure", given[-1])
    assert given == [1, 2, 3, 3, 3]
    assert (tmp_path / ".grader" / ".gitignore").read_text() == "*\n"


def test_another_failure_begins_anew_and_other_exercises_are_left_alone(tmp_path):
    remember(tmp_path, "one::f", "a failure", 2)
    remember(tmp_path, "one::g", "a failure", 1)
    assert step_for(tmp_path, "one::f", "another failure", 3) == 1
    assert step_for(tmp_path, "one::f", "a failure", 3) == 3
    assert step_for(tmp_path, "one::g", "a failure", 3) == 2


def test_another_answer_is_another_failure():
    other = Failure("wrong_value", SUMMED.call, ONE, Value("float", text="2.0"), Difference(factor=2.0))
    assert fingerprint(step(SUMMED)) == fingerprint(step(SUMMED))
    assert fingerprint(step(SUMMED)) != fingerprint(step(other))


BROKEN = [
    "",
    "[",
    "[]",
    "null",
    '{"one::f": 3}',
    '{"one::f": ["a failure"]}',
    '{"one::f": ["a failure", true]}',
    "[" * 60000,
]
BROKEN += [json.dumps({"one::f": ["a failure", step]}) for step in (-1, 10**40, 1.5, "2", None)]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_state_is_no_state(tmp_path, text):
    (tmp_path / ".grader").mkdir()
    (tmp_path / ".grader" / "hints.json").write_text(text)
    assert step_for(tmp_path, "one::f", "a failure", 3) == 1
    remember(tmp_path, "one::f", "a failure", 1)
    assert step_for(tmp_path, "one::f", "a failure", 3) == 2


def test_where_nothing_can_be_written_each_is_the_first(tmp_path):
    (tmp_path / ".grader").write_text("a file")
    remember(tmp_path, "one::f", "a failure", 2)
    assert step_for(tmp_path, "one::f", "a failure", 3) == 1


# Through the front door


def test_asking_again_gives_the_next_hint(toy, monkeypatch, capsys):
    monkeypatch.chdir(toy.root)
    text = (toy.root / "solutions" / "alpha.py").read_text().replace("return abs(number)", "return number")
    (toy.root / "exercises" / "alpha.py").write_text(text)

    def ask(*arguments: str) -> str:
        with pytest.raises(SystemExit) as end:
            main(["hint", *arguments, "--isolation=process"])
        assert end.value.code == 0
        return capsys.readouterr().out

    assert ask("size").startswith("Hint 1 of 3: size (alpha)\n")
    assert "size(number=-3)\n    expected 3    got -3" in ask("alpha", "size")
    assert ask("size", "--step=1").startswith("Hint 1 of 3")
    assert ask("slope") == "Nothing to hint at: all public tests of these exercises pass.\n"
