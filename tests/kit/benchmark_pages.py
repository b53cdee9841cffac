"""How fast the page of a class is: `python tests/kit/benchmark_pages.py` (`--students N`: other than 400).

It makes a class that has every exercise of the course, with right, partly right, wrong and untouched ones, writes its
page, and says how long that took and how large the page is. With Playwright and a Chromium (`CHROMIUM=path`), it opens
the page and says how long it takes until all rows are there and a click on a column's head has sorted them, and how
long it takes to see one student.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from grader.course import Course, read_course
from grader.failure import Call, Difference, Failure, Value
from grader.gradebook.class_page import class_page
from grader.gradebook.grades import SectionGrade, StudentGrade
from grader.intake.people import Person
from grader.report.page import Layout
from grader.scoring import Result, SectionResult, TestResult
from grader.verdict import Status

ROOT = Path(__file__).parents[2]
TESTS = 5
HINTS = 4
TRIES = 5
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
VARIANTS = ["--disable-sync", "--no-first-run"]


def a_class(course: Course, students: int, seed: int = 0) -> list[StudentGrade]:
    """Students from weak to strong, each with failures of their own."""
    chance = random.Random(seed)
    return [_student(course, number, chance) for number in range(students)]


def _student(course: Course, number: int, chance: random.Random) -> StudentGrade:
    skill = chance.betavariate(3, 1.5)
    sections = tuple(
        SectionResult(section.id, section.title, tuple(_tests(section.id, section.exercises, skill, chance)))
        for section in course.sections
    )
    name = f"{chance.choice(['Min-jun', 'Seo-yeon', 'Alice', 'Bob'])} {chance.choice(['Kim', 'Lee', 'Park', 'Choi'])}"
    result = Result(name, course.title, sections, ("public", "hidden"), "sandbox", 0, "suite", str(number), {})
    grades = tuple(SectionGrade(own.id, own.score, own.score, own.max_score, run=1) for own in sections)
    return StudentGrade(Person(f"{2024000 + number}", name), grades, "graded", (result,))


def _tests(section: str, exercises: dict[str, float], skill: float, chance: random.Random) -> Iterator[TestResult]:
    for name, weight in exercises.items():
        roll = chance.random()
        ends = "+" * TESTS if roll < skill else "." * TESTS if roll > 0.95 else "".join(chance.choices("+-", k=TESTS))
        hint = f"Look at `{name}` again, at the {chance.randrange(HINTS)}th of its slips: is it a sum or a mean?"
        for place, end in enumerate(ends):
            status = {"+": Status.PASSED, "-": Status.FAILED, ".": Status.NOT_ATTEMPTED}[end]
            points = Fraction(weight).limit_denominator(10) / TESTS
            yield TestResult(
                id=f"hidden/{section}::test_{name}_{place}",
                title=f"is right in the {place}th case of all that are tried",
                exercise=name,
                visibility="public" if place < 2 else "hidden",
                status=status,
                score=points if end == "+" else Fraction(0),
                max_score=points,
                failure=_failure(name, chance) if end == "-" else None,
                hint=hint if end == "-" else "",
            )


def _failure(name: str, chance: random.Random) -> Failure:
    numbers = tuple(round(chance.uniform(-9, 9), 4) for _ in range(6))
    tensor = Value("tensor", "float32", (3, 2), numbers)
    return Failure(
        "wrong_value",
        call=Call(name, (("W", Value("tensor", "float32", (2, 1), numbers[:2])), ("x", tensor), ("y", tensor))),
        expected=tensor,
        got=Value("tensor", "float32", (3, 2), tuple(2 * number for number in numbers)),
        difference=Difference(factor=2.0),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=400)
    parser.add_argument("--output", type=Path, default=Path("class.html"))
    options = parser.parse_args()
    course = read_course(ROOT)
    grades = a_class(course, options.students)
    start = time.perf_counter()
    page = class_page(grades, course, Layout())
    print(f"{options.students} students: written in {time.perf_counter() - start:.2f} s, {len(page) / 2**20:.1f} MiB")
    options.output.write_text(page, encoding="utf-8", newline="\n")
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if browser is None:
        sys.exit("no Chromium to open it in")
    in_browser(options.output.resolve(), options.students, browser)


def in_browser(page: Path, students: int, browser: str) -> None:
    """The median of some loads, each in a window of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=[*QUIET, *VARIANTS])
        loads, views = [], []
        for _ in range(TRIES):
            tab = chromium.new_page()
            start = time.perf_counter()
            tab.goto(page.as_uri())
            tab.click("[data-sort=name]")
            assert tab.locator("#students tbody tr").count() == students
            loads.append(time.perf_counter() - start)
            start = time.perf_counter()
            tab.locator("#students tbody a").first.click()
            tab.wait_for_selector("#view details", state="attached")
            views.append(time.perf_counter() - start)
            tab.close()
        chromium.close()
    print(f"loaded, sorted by a click: {statistics.median(loads):.2f} s (at most {max(loads):.2f})")
    print(f"a student's view: {statistics.median(views):.2f} s (at most {max(views):.2f})")


if __name__ == "__main__":
    main()
