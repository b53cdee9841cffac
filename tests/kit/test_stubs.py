"""Stubs: what goes, what stays, and what a formatter may do to the marks."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import drifted, make_stub, read_course, write_stubs
from grader.errors import CourseError

SOLUTION = '''"""A section.

The marks are `# >>> your code` and `# <<<`; a docstring may speak of them.
"""

import torch

# >>> your code
import math
# <<<

NOTE = """
# >>> your code
"""


# >>> your code
def helper(x):
    return x * 2
# <<<


def double(x):
    """Twice `x`."""
    # >>> your code
    y = helper(x)

    return y
    # <<<


class Model:
    """A model."""

    def __init__(self):
        super().__init__()
        # >>> your code
        self.layer = math.pi
        # <<<

    def forward(self, x):
        # >>> your code
        return self.layer * x
        # <<<


# >>> your code | ANSWERS = {"q1": "?"}
ANSWERS = {"q1": "b"}
# <<<
'''

STUB = '''"""A section.

The marks are `# >>> your code` and `# <<<`; a docstring may speak of them.
"""

import torch

NOTE = """
# >>> your code
"""


def double(x):
    """Twice `x`."""
    raise NotImplementedError


class Model:
    """A model."""

    def __init__(self):
        super().__init__()
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError


ANSWERS = {"q1": "?"}
'''


def formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=120", "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def test_what_lies_between_the_marks_goes_and_the_rest_stays():
    assert make_stub(SOLUTION) == STUB


def test_a_stub_of_a_stub_is_itself():
    assert make_stub(STUB) == STUB


TODO = "    # TODO: return the mean of the squared errors\n"


@pytest.mark.parametrize(
    ("mark", "stub"),
    [
        ("# >>> your code: return the mean of the squared errors", TODO + "    raise NotImplementedError\n"),
        ("#>>> your code :return the mean of the squared errors ", TODO + "    raise NotImplementedError\n"),
        ("# >>> your code:", None),
    ],
)
def test_a_mark_may_say_what_to_do(mark, stub):
    source = f"def cost(errors):\n    {mark}\n    return (errors**2).mean()\n    # <<<\n"
    if stub is None:
        with pytest.raises(CourseError, match="is missing above it"):
            make_stub(source)
    else:
        assert make_stub(source) == f"def cost(errors):\n{stub}"


def test_the_marks_survive_the_formatter():
    ugly = SOLUTION.replace("x * 2", "( x*2 )").replace("# >>> your code\n    y", "#>>> your code\n    y")
    assert formatted(make_stub(formatted(ugly))) == formatted(STUB)
    assert formatted(STUB) == STUB


def test_a_line_of_its_own_may_stand_for_a_body():
    source = "def f():\n    # >>> your code | return None\n    return 1\n    # <<<\n"
    assert make_stub(source) == "def f():\n    return None\n"


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("# >>> your code\nx = 1\n", 1, "never closed"),
        ("x = 1\n# <<<\n", 2, "closes nothing"),
        (
            "def f():\n    # >>> your code\n    # >>> your code\n    return 1\n    # <<<\n",
            3,
            "inside the mark of line 2",
        ),
        ("x = 1  # >>> your code\ny = 2\n# <<<\n", 1, "a line of its own"),
        ("x = '''\n", None, "line 1: this is not valid Python: unterminated triple-quoted string literal"),
        ("\n# >>> your code\nx = (\n# <<<\n", None, "line 3: this is not valid Python: '(' was never closed"),
        ("if True:\n    # >>> your code |\n    x = 1\n    # <<<\n", None, "is not valid Python"),
    ],
)
def test_marks_that_do_not_pair_up_are_refused_with_the_line(source, line, said):
    with pytest.raises(CourseError) as error:
        make_stub(source, "solutions/one.py")
    assert "solutions/one.py" in str(error.value)
    assert said in str(error.value)
    assert line is None or f"line {line}:" in str(error.value)


@pytest.fixture
def course(tmp_path):
    table = '[tool.grader]\ntitle = "Toy"\nsections = [{id = "one", title = "One", points = 1}]\n'
    (tmp_path / "pyproject.toml").write_text(table)
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "one.py").write_text(SOLUTION)
    return read_course(tmp_path)


def test_stubs_are_written_once_and_then_have_not_drifted(course):
    assert drifted(course) == ["one.py"]
    assert write_stubs(course) == ["one.py"]
    assert (course.exercises / "one.py").read_text() == STUB
    assert drifted(course) == []
    assert write_stubs(course) == []
    (course.solutions / "one.py").write_text(SOLUTION.replace("Twice", "Double"))
    assert drifted(course) == ["one.py"]


def test_a_solution_without_marks_is_not_handed_out(course):
    (course.solutions / "one.py").write_text("def double(x):\n    return 2 * x\n")
    with pytest.raises(CourseError, match=r"one\.py has no marks, so its stub would be the solution"):
        write_stubs(course)
    assert not course.exercises.exists()


WORK: dict[str, tuple[str, str]] = {
    "a function": ("double", STUB.replace("raise NotImplementedError", "return x + x", 1)),
    "half of one": ("double", STUB.replace("raise", "y = 2 * x\n    raise", 1)),
    "a method": (
        "Model.forward",
        STUB.replace("self, x):\n        raise NotImplementedError", "self, x):\n        return x"),
    ),
    "a value": ("ANSWERS", STUB.replace('"?"', '"c"')),
    "a helper": ("mine", STUB + "\n\ndef mine(x):\n    return x\n"),
    "a chain that nobody reads": ("…", STUB.replace("raise NotImplementedError", "return x" + ".a" * 20_000, 1)),
    "a file that is not Python yet": ("…", STUB.replace("raise NotImplementedError", "return (", 1)),
}


@pytest.mark.parametrize("case", WORK)
def test_no_stub_goes_over_what_a_student_has_written(course, case):
    name, text = WORK[case]
    assert text != STUB
    write_stubs(course)
    (course.exercises / "one.py").write_text(text)
    with pytest.raises(CourseError, match=f"one.py is no stub any more: somebody has written `{name}`"):
        write_stubs(course)
    assert (course.exercises / "one.py").read_text() == text
    assert write_stubs(course, force=True) == ["one.py"]


def test_a_stub_goes_over_an_old_stub(course):
    """With another docstring, another comment, an exercise that is gone and one that is new."""
    write_stubs(course)
    new = SOLUTION.replace("Twice", "Double").replace("def double", "def twice").replace("import torch", "import numpy")
    (course.solutions / "one.py").write_text(new)
    assert write_stubs(course) == ["one.py"]
    assert (course.exercises / "one.py").read_text() == make_stub(new)


def test_a_missing_solution_is_named(course):
    (course.solutions / "one.py").unlink()
    with pytest.raises(CourseError, match=r"one\.py does not exist"):
        drifted(course)


REPOSITORY = Path(__file__).parents[2]


def test_the_exercises_of_this_course_are_made_from_its_solutions():
    assert drifted(read_course(REPOSITORY)) == []
