"""Points: an exercise's are its own, a wrong answer keeps few of them, and a course may rule on a test later."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course import read_course
from grader.errors import CourseError, SuiteError, UsageError
from grader.report import FORMATS
from grader.report.page import Layout, halves
from grader.scoring import from_record, score, to_record
from grader.scoring.rulings import ruled
from grader.verdict import Run, Status, Verdict

TABLE = """
[tool.grader]
title = "Toy"
public_share = 0.3
values_share = 0.3
whole_share = 0.3
[[tool.grader.sections]]
id = "one"
title = "One"
points = 10
[tool.grader.sections.exercises]
slope = 6
size = 3
letters = 1
"""


def verdict(id, exercise, status=Status.PASSED, points=1.0, beside=False):
    return Verdict(id, "one", exercise, "a title", id.partition("/")[0], points, status, hint="a hint", beside=beside)


SUITE = (
    verdict("public/one::slope", "slope"),
    verdict("public/one::size", "size"),
    verdict("hidden/one::slope_at_0", "slope"),
    verdict("hidden/one::slope_far", "slope", points=3),
    verdict("hidden/one::slope_double", "slope", beside=True),
    verdict("hidden/one::size", "size"),
    verdict("hidden/one::letter[a]", "letters"),
    verdict("hidden/one::letter[b]", "letters"),
)


@pytest.fixture
def course(tmp_path):
    def make(more=""):
        independent = TABLE.replace("points = 10", 'points = 10\nindependent = ["letters"]')
        (tmp_path / "pyproject.toml").write_text(independent + more)
        return read_course(tmp_path)

    return make


def graded(course, *wrong, status=Status.FAILED, suite=SUITE, **options):
    verdicts = [replace(one, status=status) if one.id in wrong else one for one in suite]
    return score(Run("alice", "abc", "def", 7, "process", tuple(verdicts)), course, **options)


def exercises(result):
    return {one.name: (one.score, one.max_score) for one in result.sections[0].exercises}


def test_an_exercise_has_the_points_of_the_table_whatever_its_tests_weigh(course):
    result = graded(course())
    assert exercises(result) == {"slope": (6, 6), "size": (3, 3), "letters": (1, 1)}
    assert (result.score, result.max_score) == (10, 10)


def test_a_wrong_answer_loses_what_is_for_right_answers_and_for_the_whole(course):
    result = graded(course(), "hidden/one::slope_at_0")
    kept = Fraction(6) * (Fraction(3, 10) + Fraction(1, 10) * Fraction(4, 5))
    assert exercises(result)["slope"] == (kept, 6)
    assert kept < 3


def test_an_answer_that_is_wrong_beside_the_value_keeps_more_than_half(course):
    result = graded(course(), "hidden/one::slope_double")
    assert exercises(result)["slope"] == (Fraction(6) * (Fraction(6, 10) + Fraction(1, 10) * Fraction(4, 5)), 6)


def test_exercises_that_are_independent_count_test_by_test(course):
    assert exercises(graded(course(), "hidden/one::letter[a]"))["letters"] == (Fraction(1, 2), 1)


def test_what_tests_give_together_is_a_test_of_the_result(course):
    result = graded(course(), "hidden/one::slope_double")
    together = {test.id: (test.title, test.status.value) for test in result.sections[0].tests if test.together}
    assert together == {
        "hidden/one::slope::values": ("every answer is right", "passed"),
        "hidden/one::slope::whole": ("every test passes", "failed"),
        "hidden/one::size::whole": ("every test passes", "passed"),
    }
    record = to_record(result)
    assert sum(test["score"] for test in record["sections"][0]["tests"]) == pytest.approx(record["score"])
    assert from_record(json.loads(json.dumps(record))) == result


def test_what_was_not_attempted_is_not_attempted_together(course):
    tests = [one.id for one in SUITE if one.exercise == "slope"]
    result = graded(course(), *tests, status=Status.NOT_ATTEMPTED)
    assert {test.status.value for test in result.sections[0].tests if test.exercise == "slope"} == {"not_attempted"}


def test_the_public_part_is_the_same_whether_hidden_tests_are_run_or_not(course):
    public = graded(course(), "public/one::size", suite=SUITE[:2], visibilities=("public",))
    both = graded(course(), "public/one::size")
    of_public = sum(test.score for test in both.sections[0].tests if test.visibility == "public")
    assert (public.score, public.max_score, public.hidden_points) == (of_public, Fraction(27, 10), Fraction(73, 10))


def test_the_cases_of_a_parametrised_test_share_its_weight(course):
    cases = tuple(verdict(f"hidden/one::size_of[{n}]", "size") for n in range(9))
    tests = {test.id: test.max_score for test in graded(course(), suite=(*SUITE, *cases)).sections[0].tests}
    assert sum(tests[case.id] for case in cases) == tests["hidden/one::size"]


def test_a_test_that_was_dropped_costs_and_gives_nobody_anything(course):
    ruled = course('[tool.grader.tests]\n"hidden/one::slope_far" = "dropped"\n')
    result = graded(ruled, "hidden/one::slope_far")
    assert (result.score, result.max_score) == (10, 10)
    assert exercises(graded(ruled))["size"] == exercises(graded(course()))["size"]
    assert "slope_far" not in FORMATS["text"](result, Layout(verbose=True))


def test_a_test_that_was_given_gives_everybody_its_points(course):
    ruled = course('[tool.grader.tests]\n"hidden/one::slope_far" = "given"\n"hidden/one::letter" = "given"\n')
    result = graded(ruled, "hidden/one::slope_far", "hidden/one::letter[b]")
    assert (result.score, result.max_score) == (10, 10)
    (test,) = (test for test in result.sections[0].tests if test.id == "hidden/one::slope_far")
    assert (test.status, test.ruling, test.score == test.max_score > 0) == (Status.FAILED, "given", True)


NAMES = sorted({one.id.partition("[")[0] for one in SUITE})
RULINGS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["dropped", "given", "counts"]), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RULINGS, RULINGS, st.sets(st.sampled_from([one.id for one in SUITE])))
def test_a_kept_result_is_ruled_on_exactly_as_if_it_were_graded_again(course, before, later, wrong):
    """Also where something was decided before it was graded; where no test would be left, both refuse."""
    once = replace(course(), tests=before)
    again = replace(course(), tests=before | later)
    try:
        kept = from_record(json.loads(json.dumps(to_record(graded(once, *wrong)))))
    except SuiteError:
        return
    try:
        expected = graded(again, *wrong)
    except SuiteError:
        with pytest.raises(UsageError, match="no test left"):
            ruled(kept, later)
    else:
        assert ruled(kept, later) == expected


def test_sections_whose_tests_share_points_by_weight_are_ruled_on_as_well(tmp_path):
    (tmp_path / "pyproject.toml").write_text(TABLE.partition("[tool.grader.sections.exercises]")[0])
    plain = read_course(tmp_path)
    tests = {"hidden/one::slope_far": "dropped", "public/one::size": "given"}
    wrong = ("hidden/one::slope_far", "public/one::size")
    assert ruled(graded(plain, *wrong), tests) == graded(replace(plain, tests=tests), *wrong)


def test_a_result_without_weights_is_not_ruled_on(course):
    result = graded(course())
    old = replace(result, sections=tuple(replace(section, split=None) for section in result.sections))
    with pytest.raises(UsageError, match="Grade the section again first"):
        ruled(old, {"hidden/one::slope_far": "dropped"})
    assert ruled(old, {"hidden/two::other": "dropped"}) == old


@pytest.mark.parametrize(
    ("suite", "more", "words"),
    [
        ((*SUITE, verdict("hidden/one::x", "x")), "", "gives no points to the exercise 'x' of hidden/one::x"),
        (SUITE[:-2], "", "gives points to the exercise 'letters', which has no hidden test with points"),
        (SUITE, '[tool.grader.tests]\n"hidden/one::slop" = "given"\n', "names hidden/one::slop, which is no test"),
    ],
)
def test_what_does_not_fit_the_table_is_an_error_of_the_course(course, suite, more, words):
    with pytest.raises(SuiteError, match=words.replace("[", r"\[")):
        graded(course(more), suite=suite)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("size = 3", "size = 2.5", "should add up to the section's 10; they add up to 9.5"),
        ("public_share = 0.3", "public_share = 0.5", "should be at most 1 together; in the section one they are 1.1"),
        ("points = 10", 'points = 10\nindependent = ["x"]', "'x' has none"),
        ("size = 3", "size = inf", "should be a finite number"),
    ],
)
def test_a_table_of_points_that_does_not_add_up_is_refused(tmp_path, old, new, words):
    (tmp_path / "pyproject.toml").write_text(TABLE.replace(old, new, 1))
    with pytest.raises(CourseError, match=words):
        read_course(tmp_path)


@pytest.mark.parametrize(
    ("score", "most", "shown"), [("1/7", 3, 0), ("3", 3, 3), ("29/10", 3, 2.5), ("14/10", 3, 1.5), ("1/5", "1/2", 0)]
)
def test_a_person_reads_points_in_halves_and_all_of_them_only_where_none_is_missing(score, most, shown):
    assert halves(Fraction(score), Fraction(most)) == shown
