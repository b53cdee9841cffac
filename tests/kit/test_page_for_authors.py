"""The page for authors of a course: it names every key and everything that suites import, and its examples are true."""

import re
from pathlib import Path

import pytest

import grader
import grader.suite
from grader.course import read_course
from grader.course.table import Gradescope, Limits, Section, Table, Thresholds
from grader.course.variants import read_variants
from grader.verdict import Status

PAGE = (Path(grader.__file__).parent / "suite" / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| .+? \| `(.+)` \|$", re.MULTILINE)
TABLES = {
    "They stand in": set(Table.__struct_fields__),
    "**A section**": set(Section.__struct_fields__),
    "**Limits**": set(Limits.__struct_fields__),
    "**Gradescope**": set(Gradescope.__struct_fields__),
    "**What verify asks for**": set(Thresholds.__struct_fields__),
}
"""The keys of each table on the page, by the words before it."""


def rows(before: str) -> dict[str, str]:
    """The keys of the first table after these words, with their examples."""
    keys = PAGE.partition("## The keys of")[2].partition("## What `grader.suite` has")[0].partition(before)[2]
    return dict(ROW.findall(keys.partition("| --- |")[2].partition("\n\n")[0]))


@pytest.mark.parametrize("before", TABLES)
def test_the_page_has_every_key_and_no_other(before):
    assert set(rows(before)) == TABLES[before]


def test_the_example_of_each_key_is_read(tmp_path):
    table, section = rows("They stand in"), rows("**A section**")
    sections = table.pop("sections")
    for key, text in {**table, "sections": sections}.items():
        needed = [text, *([table["title"]] if key != "title" else []), *([sections] if key != "sections" else [])]
        (tmp_path / "pyproject.toml").write_text("[tool.grader]\n" + "\n".join(needed), encoding="utf-8")
        assert read_course(tmp_path)
    of_tables = {
        "limits": rows("**Limits**"),
        "verify": rows("**What verify asks for**"),
        "gradescope": rows("**Gradescope**"),
    }
    lines = [table["title"], *(f"{name}.{text}" for name, some in of_tables.items() for text in some.values())]
    (tmp_path / "pyproject.toml").write_text(
        "\n".join(["[tool.grader]", *lines, "[[tool.grader.sections]]", *section.values()]), encoding="utf-8"
    )
    course = read_course(tmp_path)
    assert course.sections[0].exercises == {"mean": 4, "spread": 6}
    assert set(course.verify) == TABLES["**What verify asks for**"]


def blocks() -> dict[str, str]:
    """The Python on the page: the solution, the suite, and the two tables of variants."""
    solution, *others = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    *suite, misconceptions, wheat = others
    return {
        "solutions/ex.py": solution,
        "tests/hidden/test_ex.py": "\n\n".join(suite),
        "tests/hidden/misconceptions/ex.py": misconceptions,
        "tests/hidden/wheat/ex.py": wheat,
    }


@pytest.fixture
def course(toy):
    """A course of what is on the page."""
    sections = 'sections = [{id = "ex", title = "Examples", points = 10, public_share = 0}]'
    toy.write({"pyproject.toml": f'[tool.grader]\ntitle = "Examples"\n{sections}\n'})
    (toy.root / "tests" / "hidden" / "wheat").mkdir()
    return toy.write(blocks())


def test_the_suite_on_the_page_accepts_its_solution(course):
    run = course.grade(course.root / "solutions")
    assert len(run.verdicts) == 15
    assert [(verdict.id, course.said(verdict)) for verdict in run.verdicts if verdict.status is not Status.PASSED] == []


def test_the_tables_on_the_page_are_read_and_judged_rightly(course):
    solution = course.root / "solutions" / "ex.py"
    tables = {name: course.root / "tests/hidden" / name / "ex.py" for name in ("misconceptions", "wheat")}
    for kind, table in tables.items():
        variants = read_variants(table, solution.read_text())
        assert len(variants) == {"misconceptions": 8, "wheat": 3}[kind]
        for variant in variants:
            verdicts = course.grade(course.submission(ex=variant.source)).verdicts
            right = all(verdict.status is Status.PASSED for verdict in verdicts)
            assert right == (kind == "wheat"), variant.name


@pytest.mark.parametrize("name", grader.suite.__all__)
def test_everything_that_suites_import_has_its_sentence_and_its_example(name):
    api = PAGE.partition("## What `grader.suite` has")[2]
    without_code = re.sub(r"```.*?```", "", api, flags=re.DOTALL)
    assert f"`{name}`" in without_code or f"`{name}(" in without_code
    code = "".join(blocks().values())
    assert re.search(rf"^from grader.suite import .*\b{name}\b", code, re.MULTILINE)
    assert len(re.findall(rf"\b{name}\b", code)) > 1, "it is used and not only imported"


WITH_PLAIN = """
from grader.suite import exercise, close_to

@exercise("size", points=1, title="plain")
def test_plain(submission):
    assert submission.size(-3) == 3

@exercise("size", points=1, title="a condition")
def test_condition(submission):
    assert submission.size(-3) > 0

@exercise("size", points=1, title="with a comparer")
def test_comparer(submission):
    assert submission.size(-3) == close_to(3)
"""


def test_a_plain_comparison_shows_both_values_and_a_condition_none(toy):
    toy.write({"tests/public/test_alpha.py": WITH_PLAIN})
    wrong = toy.submission(alpha="def size(number):\n    return number\n")
    ends = toy.ends(wrong, sections=("alpha",), visibilities=("public",))
    assert ends["test_plain"][1].endswith("expected 3    got -3")
    assert ends["test_condition"][1].endswith("this is not the expected answer")
    assert "expected 3    got -3" in ends["test_comparer"][1]


def test_the_cases_of_a_parametrised_test_share_its_weight(course, tmp_path):
    from grader.scoring import score

    run = course.grade(course.root / "solutions")
    (section,) = score(run, read_course(course.root)).sections
    points = {test.id.partition("::")[2]: test.max_score for test in section.tests}
    cases = [points[name] for name in points if name.startswith("test_root_of_a_square_number")]
    assert len(cases) == 3
    assert sum(cases) == points["test_root_of_two"]
