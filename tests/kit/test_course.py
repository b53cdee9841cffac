"""`[tool.grader]`: what is read, and the sentence for everything that is wrong in it."""

from pathlib import Path

import pytest

from grader.course import find_course, read_course
from grader.errors import CourseError

SECTIONS = 'sections = [{id = "one", title = "One", points = 60}, {id = "two", title = "Two", points = 40}]\n'


def write(root: Path, table: str) -> Path:
    (root / "pyproject.toml").write_text(f"[tool.grader]\n{table}", encoding="utf-8")
    return root


def test_a_short_table_is_filled_with_defaults(tmp_path):
    course = read_course(write(tmp_path, f'title = "Toy"\n{SECTIONS}'))
    assert (course.title, course.public_share, course.limits.call_seconds) == ("Toy", 0.3, 5.0)
    assert course.hidden == tmp_path.resolve() / "tests" / "hidden"
    assert [section.file for section in course.sections] == ["one.py", "two.py"]
    assert course.section("two").points == 40
    assert course.section("three") is None


def test_every_key_is_read(tmp_path):
    table = """
        title = "Toy"
        solutions = "answers"
        public_share = 1
        limits = {call_seconds = 1, memory_mib = 512}
        verify = {mutants = 95}
        [[tool.grader.sections]]
        id = "one"
        title = "One"
        points = 2.5
        public_share = 0.5
        forbidden = {stack = ["torch.stack", "hstack"]}
    """
    course = read_course(write(tmp_path, table))
    section = course.section("one")
    assert course.solutions == tmp_path.resolve() / "answers"
    assert (course.limits.call_seconds, course.limits.memory_mib, course.verify) == (1.0, 512, {"mutants": 95})
    assert (section.points, section.public_share, section.forbidden["stack"]) == (2.5, 0.5, ("torch.stack", "hstack"))


def test_the_tables_are_below_the_hidden_tests_unless_the_course_says_otherwise(tmp_path):
    hidden = tmp_path.resolve() / "tests/hidden"
    course = read_course(write(tmp_path, f'title = "Toy"\n{SECTIONS}'))
    assert (course.misconceptions, course.wheat) == (hidden / "misconceptions", hidden / "wheat")
    assert course.equivalent_mutants == hidden / "equivalent_mutants.toml"
    other = read_course(
        write(tmp_path, f'title = "Toy"\nwheat = "right"\nequivalent_mutants = "same.toml"\n{SECTIONS}')
    )
    assert (other.wheat.name, other.equivalent_mutants.name) == ("right", "same.toml")


def test_the_course_is_found_from_below(tmp_path):
    write(tmp_path, f'title = "Toy"\n{SECTIONS}')
    below = tmp_path / "exercises" / "deep"
    below.mkdir(parents=True)
    (tmp_path / "exercises" / "pyproject.toml").write_text("[project]\nname = 'no course'\n")
    assert find_course(below).root == tmp_path.resolve()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (SECTIONS, ["`title`", "needs the key"]),
        (f"title = 3\n{SECTIONS}", ["`title`", "should be a string"]),
        ('title = "T"\nsections = []', ["`sections`", "not be empty"]),
        (f'title = "T"\npubic = "x"\n{SECTIONS}', ["`pubic`", "no key", "public,"]),
        (f'title = "T"\nlimits = {{hang = 3}}\n{SECTIONS}', ["`limits.hang`", "no key", "hangs"]),
        (f'title = "T"\nlimits = {{hangs = 2.5}}\n{SECTIONS}', ["`limits.hangs`", "a whole number"]),
        (f'title = "T"\nlimits = {{call_seconds = 0}}\n{SECTIONS}', ["`limits.call_seconds`", "a number above 0"]),
        (f'title = "T"\nlimits = {{call_seconds = inf}}\n{SECTIONS}', ["`limits.call_seconds`", "finite"]),
        (f'title = "T"\npublic_share = 1.5\n{SECTIONS}', ["`public_share`", "at most 1"]),
        (f'title = "T"\nverify = {{kept = "y"}}\n{SECTIONS}', ["`verify", "a number"]),
        (f'title = "T"\nverify = {{mutant = 9}}\n{SECTIONS}', ["`verify.mutant`", "no key", "mutants,"]),
        (f'title = "T"\nversion = "1 a"\n{SECTIONS}', ["`version`", "'1 a'"]),
        (f'title = "T"\nexercises = "solutions"\n{SECTIONS}', ["`exercises`", "a folder of its own"]),
        ('title = "T"\nsections = [{id = "a-b", title = "", points = 1}]', ["`sections[0].id`", "'a-b'"]),
        ('title = "T"\nsections = [{id = "class", title = "", points = 1}]', ["`sections[0].id`", "Python name"]),
        ('title = "T"\nsections = [{id = "a", title = "", points = 0}]', ["`sections[0].points`", "above 0"]),
        ('title = "T"\nsections = [{id = "a", title = "", points = nan}]', ["`sections[0].points`"]),
        ('title = "T"\nsections = [{id = "a", title = "", points = true}]', ["`sections[0].points`", "a number"]),
        ('title = "T"\nsections = [{id = "a", title = ""}]', ["`sections[0].points`", "needs the key"]),
        (
            'title = "T"\nsections = [{id = "a", title = "", points = 1}, {id = "A", title = "", points = 1}]',
            ["`sections[1].id`", "unique"],
        ),
        (
            'title = "T"\nsections = [{id = "a", title = "", points = 1, forbidden = {f = "g"}}]',
            ["forbidden", "a list"],
        ),
        (
            'title = "T"\nsections = [{id = "a", title = "", points = 1, forbidden = {f = ["mse loss"]}}]',
            ["`sections[0].forbidden.f`", "'mse loss'"],
        ),
        (f'title = "T"\nverify = {{mutants = 200}}\n{SECTIONS}', ["`verify.mutants`", "at most 100"]),
        ('title = "T"\n[[x', ["cannot be read"]),
    ],
)
def test_a_wrong_table_names_the_key_and_what_it_should_be(tmp_path, table, said):
    with pytest.raises(CourseError) as error:
        read_course(write(tmp_path, table))
    message = str(error.value)
    assert "\n" not in message
    assert all(part in message for part in [*said, "pyproject.toml"])


@pytest.mark.parametrize("text", [None, "", "[tool]\ngrade = 1\n", "tool = 3\n"])
def test_no_table_is_said_so(tmp_path, text):
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(CourseError, match=r"\[tool.grader\]"):
        read_course(tmp_path)
    with pytest.raises(CourseError, match="no course here"):
        find_course(tmp_path)


def test_a_table_that_is_no_table(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool]\ngrader = 3\n")
    with pytest.raises(CourseError, match="a table"):
        read_course(tmp_path)
