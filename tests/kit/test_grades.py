"""Grades: which submission counts, what late work loses, what an instructor decides; each rule is told, and exact."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main
from grader.course import read_course
from grader.errors import UsageError
from grader.gradebook.decisions import Adjustment, Extension, TestRuling
from grader.gradebook.entries import Entry, RunSettings
from grader.gradebook.policy import Late, Policy, read_moment, read_policy
from grader.gradebook.store import open_gradebook
from grader.intake.people import Person
from grader.scoring import score
from grader.texts import Message, translator
from grader.verdict import Run, Status, Verdict

TABLE = """
[tool.grader]
title = "Toy"
public_share = 0.2
sections = [{id = "s1_one", title = "One", points = 10}, {id = "s2_two", title = "Two", points = 20}]
"""
SECTIONS = ("s1_one", "s2_two")
ANNA, BEN, CHO = Person("1", "Anna"), Person("2", "Ben"), Person("3", "Cho")
SEOUL = timezone(timedelta(hours=9))
DUE = datetime(2026, 10, 9, 21, 0, tzinfo=SEOUL)
DAY = timedelta(days=1)


class Class:
    """A gradebook, and a short way to write into it."""

    def __init__(self, path, root):
        self.path = path
        self.book = open_gradebook(path, create=True)
        (root / "pyproject.toml").write_text(TABLE)
        self.course = read_course(root)

    def result(self, content, right, sections=SECTIONS, complete=True):
        """Each section has a public test and four hidden ones, of which so many are right: 2 + 2 × right of 10."""
        verdicts = [
            Verdict(
                f"{kind}/{id}::test_{number}", id, "f", "a title", kind, 1.0,
                Status.PASSED if number <= right else Status.FAILED,
            )
            for id in sections
            for kind, number in [("public", 0), *(("hidden", n) for n in (1, 2, 3, 4))]
        ]  # fmt: skip
        run = Run("x", content, "suite", 0, "sandbox", tuple(verdicts), complete=complete)
        return score(run, self.course, sections=sections)

    def run(self, *handed, sections=SECTIONS, finish=True, missing=(), preview=False, suite="suite"):
        """A run of entries: people, content, right tests, and when."""
        settings = RunSettings("Toy", suite, sections, ("public", "hidden"), 0, 60.0, "sandbox")
        run = self.book.begin(settings, "class", "plain", preview=preview, resume=False)
        for one in handed:
            if not isinstance(one, Entry):
                people, content, right, *at = one
                people = people if isinstance(people, tuple) else (people,)
                one = Entry(people, content, content, self.result(content, right, sections), at=at[0] if at else None)
            self.book.add(run, one)
        if finish:
            self.book.finish(run, missing)
        return run

    def of(self, person, policy=None, run=None, section="s1_one"):
        """A student's grade in a section."""
        [grade] = [one for one in self.book.grades(policy or Policy(), run) if one.person.id == person.id]
        return next(one for one in grade.sections if one.section == section)

    def points(self, person, policy=None, run=None):
        return self.of(person, policy, run).points


@pytest.fixture
def course(tmp_path):
    made = Class(tmp_path / "gradebook.db", tmp_path)
    yield made
    made.book.close()


def told(grade):
    return [translator().tell(step.why) for step in grade.steps]


# Which submission counts


def test_a_regrade_takes_the_place_of_what_it_grades_again(course):
    course.run((ANNA, "a", 1))
    course.run((ANNA, "a", 3), suite="changed")
    assert course.points(ANNA) == 8
    assert [course.points(ANNA, run=run) for run in (1, 2)] == [4, 8]


def test_the_latest_submission_counts_and_not_the_last_run(course):
    course.run((ANNA, "new", 4, DUE))
    course.run((ANNA, "old", 1, DUE - DAY))
    assert course.points(ANNA) == 10
    assert course.of(ANNA).run == 1


def test_without_times_the_last_run_has_the_latest_submission(course):
    course.run((ANNA, "first", 4))
    course.run((ANNA, "second", 1, DUE))
    assert course.points(ANNA) == 4


def test_the_best_submission_counts_where_the_policy_says_so_and_late_ones_lose_first(course):
    course.run((ANNA, "in time", 3, DUE), (BEN, "his", 3, DUE))
    course.run((ANNA, "late", 4, DUE + DAY), (BEN, "later", 4, DUE + 4 * DAY))
    policy = Policy(counts="best", due={"s1_one": DUE}, late=Late(percent_a_day=Fraction(10)))
    assert [(course.of(one, policy).run, course.points(one, policy)) for one in (ANNA, BEN)] == [(2, 9), (1, 8)]


def test_a_chosen_submission_counts_whatever_the_policy_says_also_after_a_regrade(course):
    course.run((ANNA, "a", 1, DUE))
    course.run((ANNA, "b", 4, DUE + DAY))
    course.book.decide([Adjustment("1", "s1_one", "choose", run=1)], "agreed")
    assert course.points(ANNA) == 4
    course.run((ANNA, "a", 2, DUE), suite="changed")
    assert (course.of(ANNA).run, course.points(ANNA)) == (3, 6)
    course.book.undo()
    assert course.points(ANNA) == 10


def test_a_preview_never_counts_and_an_unfinished_run_only_for_those_who_have_nothing_else(course):
    course.run((ANNA, "a", 2))
    course.run((ANNA, "a", 4), suite="changed", preview=True)
    course.run((ANNA, "a", 3), (BEN, "b", 3), suite="more", finish=False)
    assert (course.points(ANNA), course.points(BEN)) == (6, 8)
    assert course.points(ANNA, run=2) == 10


def test_group_work_counts_for_each_member_with_the_deadline_of_each(course):
    course.run(((ANNA, BEN), "ours", 4, DUE + DAY))
    course.book.decide([Extension("2", "s1_one", DUE + DAY)], "ill")
    policy = Policy(due={"s1_one": DUE}, late=Late(percent_a_day=Fraction(25)))
    assert (course.points(ANNA, policy), course.points(BEN, policy)) == (Fraction(15, 2), 10)
    assert told(course.of(BEN, policy)) == ["in time, as the deadline was extended to 2026-10-10 21:00+09:00"]


def test_students_are_the_same_across_weeks(course):
    course.run((ANNA, "a", 4), (BEN, "b", 2), sections=("s2_two",))
    course.run((replace(ANNA, name="Anna Lee"), "a1", 4), sections=("s1_one",), missing=[CHO])
    grades = {one.person.id: one for one in course.book.grades()}
    assert grades["1"].person.name == "Anna Lee"
    assert [one.section for one in grades["1"].sections] == ["s1_one", "s2_two"]  # as in the course
    assert [(one.points, one.max_points) for one in grades.values()] == [(30, 30), (12, 30), (0, 30)]
    assert [one.state for one in grades["2"].sections] == ["missing", "graded"]
    assert grades["3"].state == "missing"
    assert [one.person.id for one in course.book.grades(run=1)] == ["1", "2"]


def test_results_are_those_that_count_without_other_sections(course):
    course.run((ANNA, "a", 4, DUE), sections=SECTIONS)
    course.run((ANNA, "b", 1, DUE + DAY), sections=("s2_two",))
    [grade] = course.book.grades()
    assert [(one.submission_hash, [each.id for each in one.sections]) for one in grade.results] == [
        ("a", ["s1_one"]),
        ("b", ["s2_two"]),
    ]


def test_what_could_not_be_graded_says_so_and_takes_no_place(course):
    problem = Message.of("file_nul", file="one.py")
    course.run(
        Entry((ANNA,), "a", "a", problem=problem),
        Entry((BEN,), "b", "b", grader_error="it broke"),
        Entry((CHO,), "c", "c", course.result("c", 3, complete=False)),
    )
    assert [course.of(one).state for one in (ANNA, BEN, CHO)] == ["unreadable", "grader_error", "incomplete"]
    assert [one.state for one in course.book.grades()] == ["unreadable", "grader_error", "incomplete"]
    course.run((BEN, "b", 3))
    course.run(Entry((BEN,), "b", "b", grader_error="it broke again"))
    assert (course.of(BEN).state, course.points(BEN)) == ("graded", 8)


# Late


LATE = Late(grace=timedelta(minutes=15), percent_a_day=Fraction(10), at_most=Fraction(35))


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (-DAY, 10),
        (timedelta(0), 10),
        (timedelta(minutes=15), 10),
        (timedelta(minutes=15, microseconds=1), 9),
        (DAY + timedelta(minutes=15), 9),
        (DAY + timedelta(minutes=16), 8),
        (3 * DAY, 7),
        (4 * DAY, Fraction(13, 2)),
        (300 * DAY, Fraction(13, 2)),
    ],
)
def test_each_day_that_has_begun_costs_up_to_the_most(course, after, left):
    course.run((ANNA, "a", 4, (DUE + after).astimezone(timezone.utc)))
    grade = course.of(ANNA, Policy(due={"s1_one": DUE}, late=LATE))
    assert (grade.raw, grade.points, grade.late, len(grade.steps)) == (10, left, left < 10, left < 10)
    assert course.of(ANNA, section="s2_two").points == 20  # has no deadline


def test_per_cent_can_be_of_all_points_that_there_are():
    assert Late(percent_a_day=Fraction(10), of="possible").points(Fraction(3), Fraction(10), 2) == 1
    assert Late(percent_a_day=Fraction(10), of="possible").points(Fraction(1), Fraction(10), 2) == 0
    assert Late(percent_a_day=Fraction(10)).points(Fraction(3), Fraction(10), 2) == Fraction(12, 5)


@given(st.fractions(0, 10), st.integers(0, 400), st.fractions(0, 100), st.fractions(0, 100))
def test_a_penalty_never_gives_and_never_takes_more_than_there_is(points, days, percent, most):
    late = Late(percent_a_day=percent, at_most=most)
    assert points * (100 - most) / 100 <= late.points(points, Fraction(10), days) <= points


def test_a_change_of_the_clocks_is_no_hour_more_or_less():
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    due = datetime(2026, 10, 24, 21, 0, tzinfo=berlin)  # the clocks go back in that night
    assert Late().days(datetime(2026, 10, 25, 20, 0, tzinfo=berlin), due) == 1
    assert Late().days(datetime(2026, 10, 25, 21, 0, tzinfo=berlin), due) == 2


def test_a_platform_that_says_late_but_not_when_costs_nothing_and_is_told(course):
    course.run(Entry((ANNA,), "a", "a", course.result("a", 4), late=True))
    grade = course.of(ANNA, Policy(due={"s1_one": DUE}, late=LATE))
    assert (grade.points, grade.late) == (10, True)
    assert told(grade) == ["late, but it is not known by how much: nothing was deducted"]


def test_an_extension_is_the_deadline_of_one_student(course):
    course.run((ANNA, "a", 4, DUE + 3 * DAY), (BEN, "b", 4, DUE + 3 * DAY))
    course.book.decide([Extension("1", "s1_one", DUE + 2 * DAY)], "ill")
    policy = Policy(due={"s1_one": DUE}, late=LATE)
    assert (course.points(ANNA, policy), course.points(BEN, policy)) == (9, 7)
    assert told(course.of(ANNA, policy)) == ["1 day late: -10 % (due 2026-10-11 21:00+09:00)"]
    later = replace(policy, due={"s1_one": DUE + 3 * DAY})  # for everybody, and so for Anna as well
    assert course.points(ANNA, later) == 10


# Decisions


def test_points_are_set_and_added_in_turn_after_what_is_late(course):
    course.run((ANNA, "a", 4, DUE + DAY))
    course.book.decide([Adjustment("1", "s1_one", "add", Fraction(1, 3))], "a good idea")
    policy = Policy(due={"s1_one": DUE}, late=Late(percent_a_day=Fraction(10)))
    assert course.points(ANNA, policy) == Fraction(28, 3)
    course.book.decide([Adjustment("1", "s1_one", "set", Fraction(3))], "copied")
    course.book.decide([Adjustment("1", "s1_one", "add", Fraction(-5))], "again")
    grade = course.of(ANNA, policy)
    assert [(one.rule, one.before, one.after) for one in grade.steps] == [
        ("late", 10, 9),
        ("adjusted", 9, Fraction(28, 3)),
        ("adjusted", Fraction(28, 3), 3),
        ("adjusted", 3, 0),
    ]
    assert grade.raw == 10
    assert told(grade)[2] == "points set: copied"


def test_points_can_be_given_to_who_handed_nothing_in(course):
    course.run((ANNA, "a", 4), missing=[BEN])
    course.book.decide([Adjustment("2", "s1_one", "set", Fraction(7))], "on paper")
    assert (course.points(BEN), course.of(BEN).state) == (7, "missing")


def test_an_exempt_section_is_part_of_no_total(course):
    course.run((ANNA, "a", 3))
    course.book.decide([Adjustment("1", "s2_two", "exempt")], "ill")
    [grade] = course.book.grades()
    assert (grade.points, grade.max_points) == (8, 10)
    assert course.of(ANNA, section="s2_two").points == 16


def test_the_lowest_section_is_dropped_and_never_the_last_one(course):
    course.run((ANNA, "a", 4, DUE), (BEN, "b", 2), sections=("s1_one",))
    course.run((ANNA, "a2", 3), (CHO, "c2", 1), sections=("s2_two",))
    grades = course.book.grades(Policy(drop_lowest=1))
    counted = [[one.section for one in grade.sections if one.counts] for grade in grades]
    assert counted == [["s1_one"], ["s1_one"], ["s2_two"]]
    assert [(one.points, one.max_points) for one in grades] == [(10, 10), (6, 10), (8, 20)]
    assert all(grade.max_points for grade in course.book.grades(Policy(drop_lowest=9)))
    dropped = course.of(ANNA, Policy(drop_lowest=1), section="s2_two")
    assert told(dropped) == ["the lowest section is dropped, so this does not count"]


def test_amnesty_is_the_same_as_grading_again_with_the_ruling(course):
    """Also for what is graded later, and it is told where it changes points."""
    course.run((ANNA, "a", 3, DUE), (BEN, "b", 4))
    number = course.book.decide([TestRuling("hidden/s1_one::test_4", "given")], "unclear")
    course.run((CHO, "c", 0))
    assert [course.points(one) for one in (ANNA, BEN, CHO)] == [10, 10, 4]
    assert told(course.of(ANNA)) == ["everybody gets the points of hidden/s1_one::test_4: unclear"]
    assert (course.of(ANNA).raw, course.of(BEN).steps) == (8, ())
    [result] = course.book.grades()[0].results
    assert {test.id: test.ruling for test in result.sections[0].tests}["hidden/s1_one::test_4"] == "given"
    course.book.undo(number)
    assert course.points(ANNA) == 8


def test_what_a_dropped_test_would_change_is_seen_before(course):
    course.run((ANNA, "a", 3), (BEN, "b", 1))
    would = course.book.grades_with(Policy(), TestRuling("hidden/s1_one::test_1", "dropped"))
    assert [one.sections[0].points for one in would] == [2 + Fraction(16, 3), 2]
    assert [course.points(one) for one in (ANNA, BEN)] == [8, 4]


def test_a_test_that_is_the_only_one_is_not_dropped(course):
    course.run((ANNA, "a", 3))
    with pytest.raises(UsageError, match="would have no test left"):
        course.book.grades_with(Policy(), TestRuling("public/s1_one::test_0", "dropped"))
    course.book.decide([TestRuling("public/s1_one::test_0", "dropped")], "past the command")
    assert course.points(ANNA) == 8
    assert "would have no test left" in told(course.of(ANNA))[0]


# grading.toml


POLICY = """
time_zone = "Asia/Seoul"
counts = "best"
drop_lowest = 1
decimals = 1
[late]
grace_minutes = 15
percent_a_day = 12.5
at_most = 50
[sections.s1_one]
due = 2026-10-09T21:00:00
[sections.s2_two]
due = 2026-10-16T12:00:00Z
late = { percent_a_day = 0 }
"""


def test_a_policy_is_read(tmp_path):
    (tmp_path / "grading.toml").write_text(POLICY)
    policy = read_policy(tmp_path / "grading.toml")
    late = Late(timedelta(minutes=15), Fraction(25, 2), Fraction(50))
    assert (policy.counts, policy.drop_lowest, policy.decimals, policy.late) == ("best", 1, 1, late)
    assert policy.due == {"s1_one": DUE, "s2_two": datetime(2026, 10, 16, 21, 0, tzinfo=SEOUL)}
    assert policy.late_in("s2_two") == replace(late, percent_a_day=Fraction(0))
    assert policy.late_in("s1_one") == policy.late_in("s9") == late


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("drop_lowest = 1", "drop_lowst = 1", "drop_lowst"),
        ('counts = "best"', 'counts = "first"', "counts is wrong"),
        ("percent_a_day = 12.5", "percent_a_day = 120", "late.percent_a_day is wrong: .*<= 100"),
        ("percent_a_day = 12.5", 'percent_a_day = "ten"', "late.percent_a_day is wrong"),
        ("Asia/Seoul", "Seoul", "time_zone should be a name such as Asia/Seoul"),
        ("Asia/Seoul", "../../etc/passwd", "time_zone should be a name"),
        ('time_zone = "Asia/Seoul"', "", "which time zone is the deadline of s1_one in"),
        ("due = 2026-10-09T21:00:00", 'due = "Friday"', "sections.*due is wrong"),
        ("[late]", "[late", "cannot be read"),
    ],
)
def test_what_is_wrong_in_a_policy_is_named(tmp_path, old, new, words):
    (tmp_path / "grading.toml").write_text(POLICY.replace(old, new, 1))
    with pytest.raises(UsageError, match=words):
        read_policy(tmp_path / "grading.toml")


def test_a_time_has_a_zone_and_a_date_ends_with_its_day():
    seoul = Policy(zone=SEOUL)
    assert read_moment("2026-10-09T21:00", seoul) == read_moment("2026-10-09T12:00Z", Policy()) == DUE
    assert read_moment("2026-10-09", seoul) == datetime(2026, 10, 10, tzinfo=SEOUL)
    for text, words in [("2026-10-09 21:00", "which time zone"), ("tomorrow", "is not a time")]:
        with pytest.raises(UsageError, match=words):
            read_moment(text, Policy())


# The commands


@pytest.fixture
def grader(course, tmp_path, monkeypatch, capsys):
    """`grader gradebook …` where a class was graded: status, standard output, standard error."""
    (tmp_path / "grading.toml").write_text('time_zone = "Asia/Seoul"\n[sections.s1_one]\ndue = 2026-10-09T21:00:00\n')
    course.run((ANNA, "a", 3, DUE), (BEN, "b", 1, DUE + DAY), missing=[CHO])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["gradebook", *arguments])
        return end.value.code, *capsys.readouterr()

    return run


def test_everybody_is_shown_with_a_line_each(grader):
    assert grader("show") == (
        0,
        "ID  name  s1  s2     total  remark\n"
        "1   Anna   8  16  24 of 30\n"
        "2   Ben    4   8  12 of 30  s1: late\n"
        "3   Cho    –   –   0 of 30\n"
        "\n"
        "3 students\n",
        "",
    )
    assert "4 of 10" in grader("show", "--section", "s1")[1]


def test_a_student_is_adjusted_looked_at_and_the_decision_undone(grader):
    status, out, _ = grader("adjust", "2", "--section", "s1", "--points=+1.5", "--why", "a good question")
    assert (status, out) == (0, "Decision 1: 2 gets +1.5 in s1_one. To take it back: grader gradebook undo 1\n")
    _, out, _ = grader("student", "2")
    assert "Ben · 2 · 13.5 of 30" in out
    assert "  s1_one: 4 → 5.5  points added: a good question" in out
    assert grader("undo")[1] == "Decision 1 no longer holds: 2 gets +1.5 in s1_one.\n"
    _, out, _ = grader("student", "2")
    assert "a good question (undone)" in out
    assert "12 of 30" in out


def test_a_dropped_test_is_looked_at_first(grader):
    _, out, err = grader("drop-test", "hidden/s1_one::test_1", "--why", "unclear")
    assert out.startswith("ID  name  before  after\n2   Ben       12     10\n1   Anna      24  23.33\n")
    assert out.endswith("2 of 3 students change: 0 gain, 2 lose points.\n")
    assert err == "grader: Nothing was changed yet. To do it, run the same command with --yes.\n"
    assert "24 of 30" in grader("show")[1]
    assert "Decision 1: hidden/s1_one::test_1 no longer counts" in grader(
        "drop-test", "hidden/s1_one/test_1", "--why", "unclear", "--yes"
    )[1]  # fmt: skip
    assert "23.33 of 30" in grader("show")[1]
    assert "no longer counts" in grader("runs")[1]
    assert grader("give-test", "hidden/s1_one::test_1", "--why", "better so", "--yes")[0] == 0
    assert "24 of 30" in grader("show")[1]


def test_extensions_come_from_a_list_all_of_them_or_none(grader, tmp_path):
    (tmp_path / "late.csv").write_text("\ufeffID;Until;Section\r\n2;2026-10-12;s1\r\n9;2026-10-12T10:00Z;\r\n")
    status, out, err = grader("extensions", "late.csv")
    assert (status, err.count("is in no run yet")) == (0, 1)
    assert "late" not in grader("show")[1]
    for text, words in [
        ("id,until\n2,soon\n", "late.csv, line 2: 'soon' is not a time"),
        ("id,until,section\n2,2026-10-12,s1\n2,2026-10-12,s7\n", "late.csv, line 3: 's7' is not a section"),
        ("id,until\n,2026-10-12\n", "line 2: the ID is empty"),
        ("name,until\nx,2026-10-12\n", "needs the columns id and until"),
        ("id,until\n", "has no line below its headings"),
    ]:
        (tmp_path / "late.csv").write_text(text)
        status, out, err = grader("extensions", "late.csv")
        assert (status, out) == (2, "")
        assert words in err
    assert grader("undo")[1].startswith("Decision 1 no longer holds")


def test_times_come_from_a_list_where_the_platform_has_none(grader, tmp_path):
    (tmp_path / "times.csv").write_text("id,time,section\n2,2026-10-09T20:59,s1\n1,2026-10-10T21:00:01,\n")
    assert grader("times", "times.csv")[0] == 0
    assert [line.endswith("late") for line in grader("show")[1].splitlines()[1:3]] == [True, False]
    assert "2026-10-09 20:59+09:00" in grader("student", "2")[1]


def test_a_person_is_deleted_only_on_purpose(grader):
    assert grader("forget", "1")[0] == 2
    assert grader("forget", "1", "--yes")[1] == "1 was deleted, and 1 submission of this person alone.\n"
    assert "Anna" not in grader("show")[1]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ("student 11", 2, "nobody in the gradebook gradebook.db has the ID 11"),
        ("adjust 1 --section s3 --points 1 --why x", 2, "'s3' is not a section here; the sections are s1_one, s2_two"),
        ("adjust 1 --section s --points 1 --why x", 2, "'s' is not a section here"),
        ("adjust 1 --section s1 --points nan --why x", 2, "--points should be a number"),
        ("adjust 1 --section s1 --points 1/0 --why x", 2, "--points should be a number"),
        ("exempt 1 --section s1", 2, "Missing option '--why'"),
        ("choose 3 --run 1", 2, "3 has no submission in run 1"),
        ("choose 1 --run 7", 2, "has no run 7"),
        ("show --run 7", 2, "has no run 7"),
        ("undo 5", 2, "no decision 5 holds"),
        ("drop-test test_9 --why x", 2, "has a test test_9"),
        ("drop-test test_1 --why x", 2, "Did you mean hidden/s1_one/test_1, hidden/s2_two/test_1?"),
        ("drop-test zzzzzz --why x", 2, "has a test zzzzzz. A test is named as in hidden/s1/test_mean."),
        ("show --gradebook other.db", 2, f"there is no gradebook other.db in {os.sep}"),
        ("show --gradebook grading.toml", 2, "grading.toml is not a gradebook"),
        ("show --policy nowhere.toml", 2, "nowhere.toml cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(grader, arguments, status, words):
    done, out, err = grader(*arguments.split())
    assert (done, out) == (status, "")
    assert words in err
    assert err.count("\n") == 1


def test_a_url_comes_by_the_environment_and_its_password_is_never_shown(grader, tmp_path):
    environment = {**os.environ, "GRADER_GRADEBOOK": "postgresql://me:s3cret@127.0.0.1:1/class"}
    for arguments, status in [(["show"], 3), (["show", "--help"], 0)]:
        command = [sys.executable, "-m", "grader", "gradebook", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == status
        assert "s3cret" not in done.stdout + done.stderr


def test_two_runs_are_compared(grader, course):
    pytest.importorskip("grader.gradebook.difference")
    course.run((ANNA, "a", 4, DUE), (BEN, "b", 0, DUE), suite="changed")
    _, out, _ = grader("diff", "1", "2")
    assert "Ben" in out
