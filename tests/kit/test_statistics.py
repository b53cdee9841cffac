"""Statistics of a class: how the points are spread, exercises, mistakes, what each test tells, what was slow."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from rich.cells import cell_len

from grader.cli import main
from grader.course import Course, read_course
from grader.gradebook.grades import SectionGrade, State, StudentGrade
from grader.gradebook.statistics import class_statistics, class_summary, statistics_record
from grader.gradebook.statistics.measures import distribution, point_biserial
from grader.intake.people import Person
from grader.report.page import Layout
from grader.scoring import Result, SectionResult, TestResult
from grader.verdict import Status

ENDS = {"+": Status.PASSED, "-": Status.FAILED, ".": Status.NOT_ATTEMPTED}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    sections = [f'[[tool.grader.sections]]\nid = "{id}"\ntitle = "T"\npoints = 2\n' for id in ("s1", "s2")]
    folder = tmp_path_factory.mktemp("course")
    (folder / "pyproject.toml").write_text("\n".join(['[tool.grader]\ntitle = "Course"', *sections]))
    return read_course(folder)


def section(id: str, exercises: dict[str, str], hints: dict[str, str] | None = None, **more: Any) -> SectionResult:
    """A section whose exercises have tests of one point each, written `+-.`; hints are those of an exercise."""
    tests = [
        TestResult(
            f"hidden/{id}::test_{name}_{place}", f"test {place}", name, "hidden", ENDS[mark],
            Fraction(mark == "+"), Fraction(1), hint="" if mark == "+" else (hints or {}).get(name, ""), **more,
        )
        for name, marks in exercises.items()
        for place, mark in enumerate(marks)
    ]  # fmt: skip
    return SectionResult(id, "Title", tuple(tests))


def student(
    name: str, *sections: SectionResult, state: State = "graded", seconds: float = 1.0, files: str = ""
) -> StudentGrade:
    result = Result(
        name, "Course", sections, ("public", "hidden"), "sandbox", 0, "suite", files or name, {}, duration=seconds
    )
    grades = tuple(SectionGrade(own.id, own.score, own.score, own.max_score, run=1) for own in sections)
    return StudentGrade(Person(name), grades, state, (result,) if sections else ())


def exercises(*students: StudentGrade, of: Course) -> dict[str, tuple[int, ...]]:
    told = class_statistics(students, of).exercises
    return {one.exercise: (one.right, one.partly, one.wrong, one.untouched) for one in told}


# How the points are spread


def test_quartiles_and_tenths_are_those_of_the_students():
    spread = distribution(Fraction(number) for number in (0, 10, 20, 30, 100))
    assert spread is not None
    assert (spread.mean, spread.least, spread.lower, spread.median, spread.upper, spread.most) == (
        32,
        0,
        10,
        20,
        30,
        100,
    )
    assert spread.tenths == (1, 1, 1, 1, 0, 0, 0, 0, 0, 1)


def test_the_quartiles_are_those_of_numpy():
    numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
    spread = distribution(map(Fraction, numbers))
    assert spread is not None
    assert (spread.lower, spread.median, spread.upper) == tuple(np.percentile(numbers, [25, 50, 75]))


def test_a_third_of_the_points_is_exact():
    """29.999… would be in another tenth than 30."""
    spread = distribution([100 * Fraction(3, 10)])
    assert spread is not None
    assert spread.tenths.index(1) == 3


def test_more_than_all_points_and_less_than_none_are_at_the_ends():
    spread = distribution([Fraction(-5), Fraction(120)])
    assert spread is not None
    assert (spread.tenths[0], spread.tenths[-1]) == (1, 1)


def test_nobody_and_one_are_classes_too(course):
    assert distribution([]) is None
    assert class_statistics([], course).points is None
    assert "0 of 0 students graded" in class_summary([], course)
    spread = distribution([Fraction(40)])
    assert spread is not None
    assert (spread.lower, spread.median, spread.upper) == (40, 40, 40)


def test_the_points_are_those_that_count(course):
    grade = student("a", section("s1", {"f": "++--"}), section("s2", {"g": "----"}))
    late = replace(grade.sections[0], points=Fraction(1))
    exempt = replace(grade.sections[1], counts=False)
    points = class_statistics([replace(grade, sections=(late, exempt))], course).points
    assert points is not None
    assert points.mean == 25


def test_who_was_not_graded_is_said_and_spoils_no_mean(course):
    students = [
        student("a", section("s1", {"f": "+"})),
        student("b", state="missing"),
        student("c", state="unreadable"),
    ]
    told = class_statistics(students, course)
    assert told.points is not None
    assert (told.students, told.graded, told.points.mean) == (3, 1, 100)
    text = class_summary(students, course)
    assert "1 of 3 students graded" in text
    assert "1 handed nothing in." in text
    assert "From 1, nothing could be read." in text


def test_a_week_without_a_hand_in_counts_nothing_and_makes_nobody_missing(course):
    grade = student("a", section("s1", {"f": "++"}))
    later = SectionGrade("s2", Fraction(0), Fraction(0), Fraction(2), run=0, state="missing")
    told = class_statistics([replace(grade, sections=(*grade.sections, later), state="missing")], course)
    assert told.points is not None
    assert (told.graded, told.points.mean) == (1, 50)
    assert [(id, spread.students) for id, spread in told.sections] == [("s1", 1)]


def test_points_that_nobody_knows_are_in_no_mean(course):
    grade = student("a", section("s1", {"f": "++"}))
    broken = SectionGrade("s2", Fraction(0), Fraction(0), Fraction(2), run=1, state="grader_error")
    told = class_statistics([replace(grade, sections=(*grade.sections, broken))], course)
    assert (told.points, told.states) == (None, (("grader_error", 1),))


def test_one_section_alone(course):
    both = student("a", section("s1", {"f": "++"}), section("s2", {"g": "--"}))
    one = student("b", section("s1", {"f": "++"}))
    told = class_statistics([both, one], course, ["s2"])
    assert told.points is not None
    assert (told.points.mean, told.graded, [row.exercise for row in told.exercises]) == (0, 1, ["g"])
    assert told.states == (("graded", 1), ("missing", 1))


def test_a_section_counts_from_the_result_that_its_points_come_from(course):
    grade = student("a", section("s1", {"f": "++"}))
    later = student("a", section("s1", {"f": "--"})).results
    assert exercises(replace(grade, results=(*grade.results, *later)), of=course)["f"] == (1, 0, 0, 0)


# Exercises and mistakes


def test_right_partly_wrong_and_not_attempted(course):
    class_ = [student(mark, section("s1", {"f": mark})) for mark in ("++", "+-", "--", "..", ".-")]
    assert exercises(*class_, of=course) == {"f": (1, 1, 2, 1)}


def test_the_same_files_count_for_each_who_handed_them_in(course):
    class_ = [student(name, section("s1", {"f": "++"}), files="same") for name in "abc"]
    assert exercises(*class_, of=course) == {"f": (3, 0, 0, 0)}


def test_a_dropped_test_makes_nobody_wrong_and_is_measured_no_more(course):
    tests = section("s1", {"f": "+-"}).tests
    dropped = SectionResult("s1", "T", (tests[0], replace(tests[1], ruling="dropped", max_score=Fraction(0))))
    told = class_statistics([student("a", dropped)], course)
    assert [(one.right, len(told.tests)) for one in told.exercises] == [(1, 1)]


def test_a_hint_counts_once_a_student(course):
    class_ = [student(name, section("s1", {"f": "---"}, {"f": "Divide by m once."})) for name in "abc"]
    told = class_statistics([*class_, student("d", section("s1", {"f": "+-+"}))], course)
    assert [(one.exercise, one.hint, one.students) for one in told.mistakes] == [("f", "Divide by m once.", 3)]
    assert [one.unexplained for one in told.exercises] == [1]
    assert "Without a hint that explains what is wrong: f (1)" in class_summary(
        [*class_, *[student("d", section("s1", {"f": "+-+"}))]], course
    )


def test_exercises_of_one_name_are_told_apart(course):
    grade = student("a", section("s1", {"f": "--"}, {"f": "First."}), section("s2", {"f": "--"}, {"f": "Second."}))
    assert {(one.section, one.hint) for one in class_statistics([grade], course).mistakes} == {
        ("s1", "First."), ("s2", "Second.")
    }  # fmt: skip
    assert "s2 · f" in class_summary([grade], course)


# What a test tells


def test_point_biserial_is_the_correlation():
    passed, rest = [True, False, True, True, False], [3.0, 1.0, 4.0, 1.0, 2.0]
    told = point_biserial(passed, rest)
    assert told == pytest.approx(np.corrcoef(passed, rest)[0, 1])


@pytest.mark.parametrize(("passed", "rest"), [([True] * 3, [1.0, 2.0, 3.0]), ([True, False], [0.1 + 0.2, 0.3])])
def test_what_is_constant_tells_nothing(passed, rest):
    assert point_biserial(passed, rest) is None


def test_a_test_is_not_held_against_itself(course):
    """With two tests that have nothing to do with each other, each would correlate with the sum."""
    class_ = [student(f"{n}", section("s1", {"f": a, "g": b})) for n, (a, b) in enumerate(["++", "+-", "-+", "--"] * 3)]
    told = class_statistics(class_, course)
    assert [test.discrimination for test in told.tests] == [pytest.approx(0), pytest.approx(0)]


def test_points_that_a_test_gives_together_with_others_are_its_own(course):
    def whole(marks: str) -> SectionResult:
        own = section("s1", {"f": marks[0], "g": marks[1]})
        given = Fraction(10 * (marks[0] == "+"))
        joint = TestResult(
            "hidden/s1::f::whole", "", "f", "hidden", ENDS[marks[0]], given, Fraction(10), together="whole"
        )
        return replace(own, tests=(*own.tests, joint))

    class_ = [student(f"{n}", whole(marks)) for n, marks in enumerate(["++", "+-", "-+", "--"] * 3)]
    told = class_statistics(class_, course)
    assert [(test.exercise, test.discrimination) for test in told.tests] == [
        ("f", pytest.approx(0)),
        ("g", pytest.approx(0)),
    ]


def test_a_test_that_good_students_fail_is_listed(course):
    marks = [("+++", "-"), ("++-", "-"), ("+--", "+"), ("---", "+")] * 5
    class_ = [student(f"{n}", section("s1", {"f": f, "odd": odd})) for n, (f, odd) in enumerate(marks)]
    told = class_statistics(class_, course)
    assert told.weak[0].exercise == "odd"
    assert "−0.89  odd · test 0 · hidden" in class_summary(class_, course)


def test_few_students_say_nothing_of_a_test(course):
    class_ = [student("a", section("s1", {"f": "+", "g": "-"})), student("b", section("s1", {"f": "-", "g": "+"}))]
    assert class_statistics(class_, course).weak == ()


def test_what_everybody_passes_and_what_nobody_does(course):
    class_ = [student(f"{n}", section("s1", {"f": f"+-{mark}"})) for n, mark in enumerate("+-+")]
    class_.append(student("later", section("s1", {"f": "..."})))
    told = class_statistics(class_, course)
    assert [test.title for test in told.passed_by_all] == ["test 0"]
    assert [(test.title, test.students) for test in told.passed_by_none] == [("test 1", 3)]


def test_the_slowest_tests_and_submissions(course):
    class_ = [
        student(name, section("s1", {"f": "+"}, duration=seconds), seconds=10 * seconds, files=files)
        for name, seconds, files in [("a", 0.1, "x"), ("b", 0.5, "y"), ("c", 0.5, "y")]
    ]
    told = class_statistics(class_, course)
    assert [(test.seconds, test.slowest) for test in told.slow] == [(0.5, 0.5)]
    assert [([person.id for person in one.people], one.seconds) for one in told.submissions] == [
        (["b", "c"], 5.0), (["a"], 1.0)
    ]  # fmt: skip


# The page


@pytest.mark.parametrize("width", [60, 80, 110])
def test_the_page_fits_a_terminal(course, width):
    hint = "Use `torch.mean`, and divide by m once. " * 5
    class_ = [
        student("김" * 40 + str(n), section("s" * 30, {"f" * 30: marks}, {"f" * 30: hint}), section("s2", {"g": marks}))
        for n, marks in enumerate(["+-+", "--+", "..."] * 5)
    ]
    lines = class_summary(class_, course, Layout(width=width)).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_nothing_writes_on_the_terminal(course):
    grade = student("\x1b[2J", section("s1", {"f": "-"}, {"f": "\x1b[2J"}), seconds=3)
    assert "\x1b" not in class_summary([grade], course)


def test_the_record_is_json_and_has_every_test(course):
    class_ = [student(f"{n}", section("s1", {"f": marks})) for n, marks in enumerate(["++-", "+--"])]
    told = json.loads(json.dumps(statistics_record(class_statistics(class_, course))))
    assert (told["students"], told["points"]["mean"], len(told["tests"])) == (2, 50.0, 3)
    assert told["states"] == {"graded": 2}
    assert told["passed_by_none"] == ["hidden/s1::test_f_2"]


@pytest.mark.slow
def test_a_whole_class_takes_no_time(course):
    """400 students and a course of 350 tests; some seconds on a busy machine."""
    parts = {f"f{number}": "+-+-+" for number in range(70)}
    own = section("s1", parts)
    class_ = [student(f"{n}", own) for n in range(400)]
    assert class_statistics(class_, course).graded == 400


# The command


class Book:
    """A gradebook that has two runs."""

    def __init__(self, grades: Sequence[StudentGrade]) -> None:
        self._grades = list(grades)

    path = None

    def grades(self, policy: str, run: int | None = None) -> list[StudentGrade]:
        assert policy == "rules"
        return self._grades[:run]


@pytest.fixture
def gradebook(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    opened: list[tuple[str, bool]] = []
    store: Any = ModuleType("grader.gradebook.store")

    @contextmanager
    def open_gradebook(where: str, create: bool) -> Iterator[Book]:
        opened.append((where, create))
        yield Book([student("a", section("s1", {"f": "++"})), student("b", section("s1", {"f": "--"}))])

    store.open_gradebook = open_gradebook
    policy: Any = ModuleType("grader.gradebook.policy")
    policy.find_policy = lambda file, gradebook: "rules"
    for module in (store, policy):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return opened


def grader(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


def test_the_command_shows_what_counts_now(course, gradebook, capsys):
    assert grader("statistics", "--course", str(course.root)) == 0
    assert gradebook == [("gradebook.db", False)]
    assert "2 of 2 students graded" in capsys.readouterr().out


def test_the_command_shows_one_run_as_json(course, gradebook, capsys):
    at = ("--course", str(course.root), "--gradebook", "postgresql://host/class")
    assert grader("statistics", *at, "--run", "1", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["students"] == 1
    assert gradebook == [("postgresql://host/class", False)]


def test_an_unknown_section_is_a_mistake_in_use(course, gradebook, capsys):
    assert grader("statistics", "--course", str(course.root), "--section", "s99") == 2
    assert "s99" in capsys.readouterr().err
    assert gradebook == []
