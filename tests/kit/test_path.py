"""What a student reads of `grader check`: the way through the course, and one thing to fix at a time."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from grader.cli import main
from grader.cli.selection import Selection, select
from grader.course import read_course
from grader.errors import UsageError
from grader.failure import Call, Failure, Value
from grader.report import Layout
from grader.report.path import Way, render
from grader.scoring import score
from grader.texts import Message
from grader.verdict import FileUse, Run, Status, Verdict

ROOT = Path(__file__).parents[2]
TABLE = """
[tool.grader]
title = "A toy course"
sections = [
    {id = "s1_lines", title = "Lines", points = 16},
    {id = "s2_slopes", title = "Slopes", points = 4},
]
"""
NAMES = {"s1_lines": ("line", "cost"), "s2_slopes": ("slope", "step", "train")}
WAY = Way(
    exercises=tuple((section, name) for section, names in NAMES.items() for name in names),
    short={"s1_lines": "s1", "s2_slopes": "s2"},
)
ONE, TWO = Value("float", text="1.0"), Value("float", text="2.0")
WRONG = Failure("wrong_value", Call("cost", (("x", ONE),)), expected=ONE, got=TWO)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "pyproject.toml").write_text(TABLE)
    return read_course(root)


def verdict(section, exercise, status, title="is right", failure=None, points=1):
    if status in ("failed", "error"):
        failure = failure or WRONG
    hint = "Is it a sum or a mean?" if failure else ""
    id = f"public/{section}::test_{exercise}_{title}"
    return Verdict(id, section, exercise, title, "public", points, Status(status), failure, hint)


def shown(course, ends, width=80, way=WAY, more=(), **layout):
    """The report where exercises ended so, in the order of the course: `P` passed, `F` failed, `.` not attempted."""
    words = {"P": "passed", "F": "failed", ".": "not_attempted"}
    verdicts = [verdict(section, name, words[end]) for (section, name), end in zip(WAY.exercises, ends, strict=False)]
    files = [
        FileUse(f"{id}.py", "section", id, lines=tuple((name, 10 * n) for n, name in enumerate(NAMES[id], 1)))
        for id in NAMES
    ]
    sections = tuple(dict.fromkeys(one.section for one in verdicts))
    run = Run("exercises", "a", "b", 0, "process", (*verdicts, *more), path="exercises", files=tuple(files))
    result = score(run, course, sections=sections, visibilities=("public",), partial=way.partial)
    return render(result, Layout(width=width, **layout), way)


# The path


def test_it_shows_what_is_done_what_is_wrong_and_where_one_is(course):
    text = shown(course, "PPFP.")
    assert "✓ s1_lines   ✓✓   2 of 2\n→ s2_slopes  ✗✓·  1 of 3\n" in text
    assert "✗ slope  ✓ step  · train\n" in text


def test_the_first_failure_is_shown_in_full_and_the_others_are_a_line_each(course):
    other = replace(verdict("s1_lines", "cost", "failed", "is 0 at the best weight"), hint="")
    text = shown(course, "PFF..", more=[other])
    assert "Fix this first: cost (s1_lines)" in text
    assert "exercises/s1_lines.py, line 20\n" in text
    assert text.count("cost(x=1.0)\n    expected 1.0    got 2.0") == 1
    assert text.count("hint  Is it a sum or a mean?") == 1
    assert "✗ is 0 at the best weight\n" in text
    assert "Stuck? grader hint s1 cost\n" in text
    assert re.search(r"^✗ s2 slope · is right +0 of 1 test$", text, re.MULTILINE)
    assert text.endswith("Every failure in full: grader check -v\n")


@pytest.mark.parametrize(
    ("ends", "next"),
    [
        (".....", "line (s1_lines)"),
        ("P....", "cost (s1_lines)"),
        ("PP...", "slope (s2_slopes)"),
        ("..P..", "step (s2_slopes)"),
        (".PPPP", "line (s1_lines)"),
    ],
)
def test_after_what_is_done_the_next_one_is_named_with_its_place(course, ends, next):
    text = shown(course, ends)
    assert f"\nNext: {next}\nexercises/" in text
    assert "hint" not in text


def test_at_the_end_of_a_section_it_says_what_comes_next(course):
    text = shown(course, "PP")
    assert "s1_lines is done: all of its public tests pass.\n" in text
    assert "Next: slope (s2_slopes). Then run: grader check s2 slope\n" in text


def test_at_the_end_of_the_course_it_says_so(course):
    assert "You have come to the end of the course." in shown(course, "PPPPP")


def test_titles_of_hidden_tests_are_shown_where_they_are_known(course):
    assert "· line: is straight; is thin\n" in shown(
        course, "PP", way=replace(WAY, hidden=(("line", ("is straight", "is thin")),))
    )
    assert "hidden tests are about" not in shown(course, "PP")


def test_what_is_wrong_with_a_whole_file_is_said_once(course):
    broken = Failure("unreadable_file", problem=Message.of("file_too_large", file="s2_slopes.py", mebibytes=1))
    more = [verdict("s2_slopes", name, "error", failure=broken) for name in NAMES["s2_slopes"]]
    result = score(
        Run("alice", "a", "b", 0, "process", tuple(more)), course, sections=("s2_slopes",), visibilities=("public",)
    )
    text = render(result, Layout(width=80), WAY)
    assert "Fix this first: the file of s2_slopes\n" in text
    assert text.count("MiB") == 1
    assert "Stuck?" not in text


def test_everything_wrong_is_a_page(course):
    many = [verdict("s1_lines", f"exercise_{n}", "failed", f"law {m}") for n in range(30) for m in range(4)]
    text = shown(course, "FFFFF", more=many, width=60)
    assert len(text.splitlines()) <= 45
    assert re.search(r"^✗ s1 · cost, exercise_0, exercise_1, ", text, re.MULTILINE)


@pytest.mark.parametrize("width", [20, 40, 60, 110])
@pytest.mark.parametrize("ends", ["PFF..", ".....", "PPPPP"])
def test_nothing_is_wider_than_the_terminal(course, ends, width):
    assert max(map(cell_len, shown(course, ends, width).splitlines())) <= width


def test_colours_are_asked_for(course):
    assert "\x1b" not in shown(course, "PFF..")
    assert "\x1b[" in shown(course, "PFF..", colour=True)


def test_a_part_of_a_section_has_no_points(course):
    text = shown(course, "F", way=replace(WAY, partial=True))
    assert "public" not in text
    assert "Every failure in full" not in text


# What is looked at


@pytest.fixture(scope="module")
def real():
    return read_course(ROOT)


@pytest.mark.parametrize(
    ("words", "selection"),
    [
        ([], Selection()),
        (["s3"], Selection(None, ("s3_gradient_descent",))),
        (["s3_gradient_descent", "s5"], Selection(None, ("s3_gradient_descent", "s5_logistic_regression"))),
        (
            ["s3", "cost"],
            Selection(None, ("s3_gradient_descent",), (("s3_gradient_descent", "cost"),)),
        ),
        (["ANSWERS"], Selection(None, ("s7_networks",), (("s7_networks", "ANSWERS"),))),
        (
            ["cost"],
            Selection(
                None,
                ("s2_linear_regression", "s3_gradient_descent", "s4_multivariate_regression"),
                tuple(
                    (id, "cost") for id in ("s2_linear_regression", "s3_gradient_descent", "s4_multivariate_regression")
                ),
            ),
        ),
        (["exercises/s1_tensors.py"], Selection(Path("exercises/s1_tensors.py"))),
        (["nowhere/s1.zip", "s1"], Selection(Path("nowhere/s1.zip"), ("s1_tensors",))),
    ],
)
def test_an_argument_is_what_it_looks_like(real, words, selection):
    assert select(real, words) == selection


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gradeint"], "'gradeint' is no file, no section and no exercise here. Did you mean gradient"),
        (["s3_gradient"], None),
        (["s9"], "the sections are s0_setup, s1_tensors"),
        (["s"], "no section"),
        (["s3", "accuracy"], "'accuracy' is an exercise of another section: s5_logistic_regression."),
        (["a.py", "b.py"], "one path can be checked at a time; 'a.py' and 'b.py' are two."),
        (["\x1b[2Jx"], r"'\x1b[2Jx'"),
    ],
)
def test_what_it_does_not_look_like_is_one_sentence(real, words, said):
    if said is None:
        assert select(real, words).sections == ("s3_gradient_descent",)
        return
    with pytest.raises(UsageError) as wrong:
        select(real, words)
    assert said in str(wrong.value)


# Through the front door


@pytest.fixture
def command(toy, monkeypatch, capsys):
    """Runs `grader` in the toy course, where `alpha` has one mistake; gives back its status and what it printed."""
    monkeypatch.chdir(toy.root)
    text = (toy.root / "solutions" / "alpha.py").read_text().replace("return 2 * torch.mean", "return 2 * torch.sum")
    (toy.root / "exercises" / "alpha.py").write_text(text)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([*arguments, *(["--isolation=process"] if arguments[0] == "check" else [])])
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return run


def test_one_exercise_can_be_checked_alone(command):
    status, out, _ = command("check", "alpha", "size")
    assert (status, "size is done" in out, "slope" in out.partition("Next")[0]) == (0, True, False)


def test_tests_are_chosen_by_a_part_of_their_names(command):
    _, out, _ = command("check", "-k", "slop and not nothing")
    assert "Fix this first: slope (alpha)" in out
    assert "→ alpha  ✗  0 of 1\n" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-k", "no_such_test"], "no public test is about what was asked for."),
        (["-k", "a b"], "-k 'a b' cannot be understood"),
        (["size", "--format", "json"], "points are for whole sections"),
    ],
)
def test_what_cannot_be_chosen_is_one_sentence(command, arguments, said):
    status, out, err = command("check", *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_everything_is_shown_when_it_is_asked_for(command):
    _, out, _ = command("check", "-v")
    assert "For the instructor" not in out
    assert "✓ of -3 is 3" in out
    assert "seed 0" in out
