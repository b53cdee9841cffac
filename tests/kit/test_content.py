"""The course as it is handed out: doctests, stubs, the README's promises."""

import doctest
import importlib.util
import re
import sys
from pathlib import Path

import pytest

import grader.suite
from grader.course import read_course
from grader.course.variants import read_variants

ROOT = Path(__file__).parents[2]
COURSE = read_course(ROOT)
SECTIONS = [section.id for section in COURSE.sections]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_examples_in_a_solutions_docstrings_are_true(section):
    spec = importlib.util.spec_from_file_location(section, COURSE.solutions / f"{section}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[section] = module
    try:
        spec.loader.exec_module(module)
        outcome = doctest.testmod(module)
    finally:
        del sys.modules[section]
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("section", SECTIONS)
def test_a_stub_opens_with_ten_lines_at_most_about_its_section(section):
    words = (COURSE.exercises / f"{section}.py").read_text(encoding="utf-8").split('"""')[1]
    assert 1 <= len(words.strip().splitlines()) <= 10


def test_the_points_are_a_hundred():
    assert sum(section.points for section in COURSE.sections) == 100


def test_the_readme_lists_the_authors_api_and_nothing_else():
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- api -->")[1].split("<!-- /api -->")[0]
    listed = re.findall(r"`(\w+)`", table)
    assert sorted(listed) == sorted(grader.suite.__all__)


def test_the_readme_lists_the_sections_with_their_points():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(s\d_\w+)` \| (\d+) \|", text, re.MULTILINE)
    assert listed == [(section.id, f"{section.points:g}") for section in COURSE.sections]


@pytest.mark.parametrize(("page", "folder"), [("grader/README.md", "grader"), ("tests/README.md", "tests")])
def test_a_page_for_developers_names_only_modules_that_exist(page, folder):
    named = set(re.findall(r"`([a-z_/]+\.py)`", (ROOT / page).read_text(encoding="utf-8")))
    assert named
    assert [name for name in sorted(named) if not (ROOT / folder / name).is_file()] == []


@pytest.mark.parametrize("folder", [COURSE.misconceptions, COURSE.wheat], ids=["misconceptions", "wheat"])
def test_the_variants_are_many_and_each_is_python(folder):
    variants = [
        variant
        for section in COURSE.sections
        for variant in read_variants(
            folder / section.file, (COURSE.solutions / section.file).read_text(encoding="utf-8")
        )
    ]
    assert len(variants) >= {"misconceptions": 1268, "wheat": 324}[folder.name]
    for variant in variants:
        compile(variant.source, variant.place, "exec")


def test_every_misconception_has_a_hint():
    for section in COURSE.sections:
        reference = (COURSE.solutions / section.file).read_text(encoding="utf-8")
        for variant in read_variants(COURSE.misconceptions / section.file, reference):
            assert 10 < len(variant.hint) <= 120, variant.place


def test_the_tables_stay_short_enough_to_be_read():
    folders = (COURSE.misconceptions, COURSE.wheat)
    files = [*(file for folder in folders for file in folder.glob("*.py")), COURSE.equivalent_mutants]
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) <= 6500
