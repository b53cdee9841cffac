"""Pictures: what an author draws from a student's answers, and what answers can do to it."""

import math
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

pytest.importorskip("matplotlib")

from grader.cli import main
from grader.course import read_course
from grader.intake import read_submission
from grader.release.contents import contents
from grader.report.drawing import draw
from grader.runner.pictures import draw_pictures, read_pictures
from grader.suite import Area, Bars, Chain, Curve, Dots, Panel, picture
from grader.suite.figures import MOST
from grader.texts import translator

ROOT = Path(__file__).parents[2]
PICTURES = """
import torch
from grader.suite import Curve, Dots, Panel, picture

XS = torch.linspace(-1, 1, 5)
COLUMN = torch.ones(3, 1)

@picture("The slope", needs=["slope"])
def the_slope(student):
    slopes = student.slope.map((W.reshape(1), COLUMN, COLUMN) for W in XS)
    return Panel([Curve(XS, slopes), Dots([0.0], [-2.0], whose="right")], x_label="W $x_1$")
"""


def grader(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(one) for one in arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def svg(*panels: Panel) -> str:
    return draw(panels, translator(), "svg").decode()


# ── the command


def test_the_command_draws_the_students_own_numbers(toy, tmp_path, monkeypatch, capsys):
    toy.write({"tests/public/plot_alpha.py": PICTURES})
    monkeypatch.chdir(toy.root)
    assert grader("plot", "alpha", toy.submission(), "-o", tmp_path / "alpha.svg", "--isolation", "process") == 0
    assert ElementTree.fromstring((tmp_path / "alpha.svg").read_bytes()).tag.endswith("svg")
    assert "alpha.svg" in capsys.readouterr().out
    assert grader("plot", "alpha", toy.submission(), "-o", "alpha.jpg") == 2
    assert "neither a .png nor a .svg" in capsys.readouterr().err


def test_a_stub_is_nothing_to_draw_yet(toy, monkeypatch, capsys):
    toy.write({"tests/public/plot_alpha.py": PICTURES})
    monkeypatch.chdir(toy.root)
    assert grader("plot", "alpha", "--isolation", "process") == 1
    assert "The slope: write `slope` first" in capsys.readouterr().err
    assert not (toy.root / "alpha.png").exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("raise ValueError('\\x1b[31m odd')", r"your code raised ValueError: \x1b[31m odd"),
        ("return 'steep'", "does not have the expected form. Check: slope"),
        ("return object()", "does not have the expected form. Check: slope"),
        ("import os; os._exit(3)", "ended its process"),
    ],
)
def test_what_cannot_be_drawn_is_a_sentence(toy, launcher, body, sentence):
    toy.write({"tests/public/plot_alpha.py": PICTURES})
    submission = read_submission(toy.submission(alpha=f"def slope(W, x, y):\n    {body}\n"), toy.course)
    pictures = read_pictures(toy.root / "tests" / "public" / "plot_alpha.py")
    found = draw_pictures(pictures, "alpha", submission, toy.course, launcher)
    assert found.panels == ()
    assert [sentence in translator().tell(problem) for problem in found.problems] == [True]


def test_a_section_without_pictures_and_a_wrong_file_are_told(toy, monkeypatch, capsys):
    monkeypatch.chdir(toy.root)
    assert grader("plot", "beta", toy.submission()) == 2
    assert "beta has no pictures." in capsys.readouterr().err
    toy.write({"tests/public/plot_beta.py": "import nothing_of_this_name"})
    assert grader("plot", "beta", toy.submission()) == 3
    assert "plot_beta.py cannot be used: ModuleNotFoundError" in capsys.readouterr().err


def test_without_matplotlib_a_sentence_comes_before_the_work(toy, monkeypatch, capsys):
    monkeypatch.chdir(toy.root)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert grader("plot", "alpha", "nowhere") == 3
    assert "pip install matplotlib" in capsys.readouterr().err


# ── what an author draws


@pytest.mark.parametrize(
    "make",
    [
        lambda: Curve([1, 2], [1]),
        lambda: Curve("ab", [1, 2]),
        lambda: Curve([1], ["a"]),
        lambda: Dots([True], [1]),
        lambda: Curve({1: 2}, [1]),
        lambda: Area([0, 1], [0, 1], [[1, 2]]),
        lambda: Area(range(201), [0], [[0.0] * 201]),
        lambda: Bars(["a"], [1, 2]),
        lambda: Bars(["a"] * 41, [1] * 41),
        lambda: Chain([1]),
        lambda: Chain([]),
        lambda: Chain(["a"] * 41),
    ],
)
def test_a_mark_takes_only_what_can_be_drawn(make):
    with pytest.raises((ValueError, TypeError)):
        make()


def test_numbers_are_bounded():
    curve = Curve(range(10**6), torch.arange(10**6))
    assert len(curve.x) == len(curve.y) <= MOST
    assert (curve.x[0], curve.y[-1]) == (0.0, curve.x[-1])
    assert [math.isnan(y) for y in Curve(range(4), [1, math.inf, -1e300, 10**400]).y] == [False, True, True, True]


def test_every_mark_is_drawn_the_same_each_time():
    area = Area([0, 1], [0, 1, 2], [[0, 0.4], [0.6, 1], [math.nan, 1]])
    marks = [Curve([1, 2], [2, 3]), Dots([1, 2, 3], [1, math.nan, 2], steps=True), Dots([1], [1], values=[1.0]), area]
    panels = [Panel(marks), Panel([Bars(["a", "b"], [1, math.nan])]), Panel([Chain(["Linear(2, 1)", "Sigmoid"])])]
    assert svg(*panels) == svg(*panels)
    assert draw(panels, translator()) == draw(panels, translator())


def test_numbers_that_are_all_nan_are_told():
    assert "these numbers are nan or inf" in svg(Panel([Curve([1, 2], [math.nan, math.inf])], log=True))


def test_text_in_a_picture_is_shown_as_it_is():
    bad = "$\\frac{$ <script> \u202e \x1b[31m & _"
    text = svg(Panel([Curve([1, 2], [1, 2], label=bad), Chain([bad])], title=bad, note=bad, x_label=bad))
    ElementTree.fromstring(text)
    assert "<script" not in text.lower()
    assert not re.search("[\u202e\x1b]", text)


def test_a_picture_is_what_its_decorator_makes_of_a_function():
    made = picture("A title", needs=["f"])(lambda student: Panel([]))
    assert (made.title, made.needs) == ("A title", ("f",))


# ── the course's own


def test_a_students_copy_has_the_pictures_of_its_sections():
    course = read_course(ROOT)
    sections = [section for section in course.sections if section.id == "s3_gradient_descent"]
    files = contents(course, "1", {}, sections, with_engine=False)
    assert [path for path in files if "plot_" in path] == ["tests/public/plot_s3_gradient_descent.py"]


SLOW = {"s7_networks"}
SECTIONS = [path.stem.removeprefix("plot_") for path in sorted((ROOT / "tests" / "public").glob("plot_*.py"))]


@pytest.mark.parametrize(
    "section", [pytest.param(one, marks=pytest.mark.slow) if one in SLOW else one for one in SECTIONS]
)
def test_the_solutions_can_be_drawn(section, launcher):
    course = read_course(ROOT)
    file = course.pictures(section)
    assert file is not None
    found = draw_pictures(read_pictures(file), section, read_submission(course.solutions, course), course, launcher)
    assert found.problems == ()
    assert draw(found.panels, translator()).startswith(b"\x89PNG")
