"""What changes from one run of a class to another: who loses, who gains, by which tests, and what changed in those."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from fractions import Fraction

import pytest

from grader.gradebook.difference import (
    difference_headline,
    difference_record,
    difference_text,
    run_difference,
)
from grader.gradebook.entries import Entry
from grader.intake.people import Person
from grader.report.page import Layout
from grader.scoring import Result, SectionResult, TestResult
from grader.texts import Message, translator
from grader.verdict import Status

KIM, LEE, BO = Person("1001", "Alice Kim"), Person("1002", "Lee Min"), Person("1003")
WORTH: dict[str, Fraction | int] = {"shape": 1, "value": 2, "edge": 1}


def graded(
    marks: str,
    tests: dict[str, Fraction | int] | None = None,
    *,
    section: str = "s3",
    suite: str = "old",
    rulings: Sequence[str] = (),
    **more: object,
) -> Result:
    """A result of one exercise: `+-.` says of each test whether it passed, failed or was not attempted."""
    ends = {"+": Status.PASSED, "-": Status.FAILED, ".": Status.NOT_ATTEMPTED}
    own = []
    for mark, (name, worth) in zip(marks, (tests or WORTH).items(), strict=True):
        ruling = next((ruling for ruling in rulings if ruling.startswith(name)), "").partition("=")[2] or "counts"
        max_score = Fraction(0 if ruling == "dropped" else worth)
        test = TestResult(
            f"hidden/{section}::test_{name}",
            f"the {name}",
            "cost",
            "hidden",
            ends[mark],
            Fraction(0),
            max_score,
            ruling=ruling,  # type: ignore[arg-type]
        )
        own.append(replace(test, score=max_score) if test.right else test)
    result = Result(
        "x", "Course", (SectionResult(section, "Title", tuple(own)),), ("public", "hidden"), "sandbox", 0, suite, marks,
        {"torch": "2.4"},
    )  # fmt: skip
    return replace(result, **more)  # type: ignore[arg-type]


def entry(person: Person | Sequence[Person], result: Result | None, **more: object) -> Entry:
    people = (person,) if isinstance(person, Person) else tuple(person)
    return Entry(people, "x.py", "hash", result, **more)  # type: ignore[arg-type]


def headline(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    return difference_headline(run_difference(before, after), translator())


# Who loses, who gains


def test_two_equal_runs_differ_in_nothing():
    run = [entry(KIM, graded("++-")), entry(LEE, graded("+--"))]
    difference = run_difference(run, run)
    assert (difference.changed, difference.lose, difference.gain, difference.tests) == (0, (), (), ())
    assert "The points of all 2 students stay the same." in difference_text(difference)
    assert "Nothing changed in the tests" in difference_text(difference)


def test_who_loses_stands_first_and_by_name():
    before = [entry(BO, graded("---")), entry(KIM, graded("+++")), entry(LEE, graded("+++"))]
    after = [entry(BO, graded("+--")), entry(KIM, graded("+-+")), entry(LEE, graded("+++"))]
    assert headline(before, after) == "2 of 3 change, 1 loses points: Alice Kim (1001)"
    lines = difference_text(run_difference(before, after)).splitlines()
    assert lines.index("Lose points") < lines.index("Gain points")
    at = lines.index("Lose points")
    assert lines[at + 1].split() == ["Alice", "Kim", "(1001)", "4", "→", "2", "−2"]
    assert " ".join(lines[at + 2].split()) == "cost · the value · hidden ✓ → ✗ −2"


def test_nobody_who_loses_is_left_out_however_many_they_are():
    people = [Person(f"id{number:03}") for number in range(120)]
    before = [entry(person, graded("+++")) for person in people]
    after = [entry(person, graded("++-")) for person in people]
    text = difference_text(run_difference(before, after))
    assert all(person.id in text for person in people)
    assert headline(before, after) == (
        "120 of 120 change, 120 lose points: id000, id001, id002, id003, id004 and 115 more"
    )
    gained = difference_text(run_difference(after, before))
    assert "… and 100 more" in gained
    assert "id119" in difference_text(run_difference(after, before), Layout(verbose=True))


def test_the_largest_loss_comes_first():
    before = [entry(BO, graded("+++")), entry(KIM, graded("+++"))]
    after = [entry(BO, graded("++-")), entry(KIM, graded("+--"))]
    assert [one.person for one in run_difference(before, after).lose] == [KIM, BO]


def test_a_gain_in_one_test_does_not_hide_a_loss_in_another():
    [change] = run_difference([entry(KIM, graded("-++"))], [entry(KIM, graded("+-+"))]).lose
    assert change.by == -1
    assert [(test.test.title, test.by) for test in change.tests] == [("the value", -2), ("the shape", 1)]


def test_points_that_stay_the_same_are_no_change_though_tests_ended_otherwise():
    difference = run_difference([entry(KIM, graded("+--"))], [entry(KIM, graded("--+"))])
    assert (difference.changed, len(difference.same_points)) == (0, 1)
    assert "1 student keeps the same points, though some tests ended differently." in difference_text(difference)


def test_each_member_of_a_group_changes():
    difference = run_difference([entry((KIM, LEE), graded("+++"))], [entry((KIM, LEE), graded("++-"))])
    assert [one.person for one in difference.lose] == [KIM, LEE]
    assert difference.students == 2


def test_a_tiny_loss_is_no_zero():
    before, after = graded("+", {"shape": Fraction(1)}), graded("+", {"shape": Fraction(999, 1000)})
    assert "−<0.01" in difference_text(run_difference([entry(KIM, before)], [entry(KIM, after)]))


# Who has no result any more


def test_whoever_has_no_result_now_loses_even_from_no_points():
    before = [entry(KIM, graded("---")), entry(LEE, graded("+++"))]
    broken = entry(KIM, None, grader_error="killed by signal 9\x1b[2J")
    unread = entry(LEE, None, problem=Message.of("file_nul", file="s3.py", line=3))
    difference = run_difference(before, [broken, unread, entry(BO, graded("+++"))])
    assert [one.person for one in difference.lose] == [LEE, KIM]
    text = difference_text(difference)
    assert "graded before and not graded now: s3" in text
    assert "The grader itself failed here: killed by signal 9\\x1b[2J" in text
    assert "s3.py" in text
    assert "1 student is only in the second run: 1003" in text


def test_whoever_is_gone_altogether_loses():
    difference = run_difference([entry(KIM, graded("+++")), entry(LEE, graded("+++"))], [entry(LEE, graded("+++"))])
    assert [(one.person, one.after, one.ungraded) for one in difference.lose] == [(KIM, 0, ("s3",))]


def test_a_first_result_is_a_gain():
    before = [entry(KIM, None, grader_error="down"), entry(LEE, graded("+++"))]
    [change] = run_difference(before, [entry(KIM, graded("+++")), entry(LEE, graded("+++"))]).gain
    assert (change.before, change.after) == (0, 4)


def test_a_run_without_any_result_takes_all():
    assert len(run_difference([entry(KIM, graded("+++"))], [entry(KIM, None, grader_error="down")]).lose) == 1


def test_a_section_that_only_one_run_graded_is_not_compared():
    week3, week4 = graded("+++"), graded("++-", section="s4")
    both = replace(week3, sections=(*week3.sections, *week4.sections))
    difference = run_difference([entry(KIM, week3)], [entry(KIM, both)])
    assert (difference.sections, difference.changed, difference.tests) == (("s3",), 0, ())
    nothing = run_difference([entry(KIM, week3)], [entry(KIM, week4)])
    assert "have no section in common" in difference_text(nothing)


def test_exercises_of_one_name_are_told_apart_by_their_sections():
    sections = [graded(marks, section=id).sections[0] for id, marks in (("s3", "+++"), ("s4", "+++"))]
    worse = [sections[0], graded("++-", section="s4").sections[0]]
    runs = [[entry(KIM, replace(graded("+++"), sections=tuple(some)))] for some in (sections, worse)]
    assert "s4 · cost · the edge · hidden" in difference_text(run_difference(*runs))


def test_the_latest_of_several_hand_ins_counts():
    first, second = (datetime(2026, 10, day, tzinfo=timezone.utc) for day in (1, 2))
    before = [entry(KIM, graded("+++"), at=second), entry(KIM, graded("---"), at=first)]
    assert run_difference(before, [entry(KIM, graded("+++"))]).changed == 0


def test_other_files_and_a_lack_of_time_are_said():
    other = replace(entry(KIM, graded("++.", complete=False)), submission_hash="other")
    text = difference_text(run_difference([entry(KIM, graded("+++"))], [other]))
    assert "The files are not those of the first run." in text
    assert "The second run had no time left for some tests." in text


# What changed in the suite


def test_a_dropped_test_is_named_as_the_reason():
    before, after = graded("+++"), graded("+++", rulings=["edge=dropped"], suite="new")
    difference = run_difference([entry(KIM, before)], [entry(KIM, after)])
    assert [(one.kind, one.test.title) for one in difference.tests] == [("ruling", "the edge")]
    text = difference_text(difference)
    assert "cost · the edge · hidden · no longer counts" in text
    assert "suite: old → new" in text


def test_a_test_that_everybody_is_given_costs_nobody():
    before = [entry(KIM, graded("++-")), entry(LEE, graded("+++"))]
    after = [entry(KIM, graded("++-", rulings=["edge=given"])), entry(LEE, graded("+++", rulings=["edge=given"]))]
    assert headline(before, after) == "1 of 2 change, and nobody loses points."
    [change] = run_difference(before, after).gain
    assert (change.tests[0].before, change.tests[0].after, change.by) == (Status.FAILED, Status.FAILED, 1)
    assert "given to everybody" in difference_text(run_difference(before, after))


def test_added_and_removed_tests_and_other_points_are_told_apart():
    before = [entry(KIM, graded("+++")), entry(LEE, graded("++-"))]
    new = {"shape": 1, "value": 1, "many": 2}
    after = [entry(KIM, graded("++-", new)), entry(LEE, graded("+++", new))]
    difference = run_difference(before, after)
    assert {one.test.title: one.kind for one in difference.tests} == {
        "the value": "points", "the many": "added", "the edge": "removed"
    }  # fmt: skip
    [kim] = difference.lose
    assert {test.test.title: (test.before, test.after) for test in kim.tests} == {
        "the value": (Status.PASSED, Status.PASSED), "the edge": (Status.PASSED, None)
    }  # fmt: skip
    text = difference_text(difference, Layout(width=100))
    for words in ("new test", "removed", "other points", "2 → 1"):
        assert words in text


def test_a_new_version_of_a_library_is_said():
    difference = run_difference([entry(KIM, graded("+++"))], [entry(KIM, graded("++-", versions={"torch": "2.5"}))])
    assert "torch: 2.4 → 2.5" in difference_text(difference)


def test_the_tests_are_counted_over_the_class():
    before = [entry(KIM, graded("+++")), entry(LEE, graded("+-+")), entry(BO, graded("+++"))]
    after = [entry(KIM, graded("+-+")), entry(LEE, graded("+++")), entry(BO, graded("+-+"))]
    [tally] = run_difference(before, after).by_test
    assert (tally.test.title, tally.lose, tally.gain) == ("the value", 2, 1)


# The page


@pytest.mark.parametrize("width", [60, 80, 110])
def test_the_page_fits_a_terminal(width):
    people = [Person("1" * 30, "김" * 30), KIM]
    before = [entry(person, graded("+++")) for person in people]
    after = [entry(person, graded("---", {name * 8: worth for name, worth in WORTH.items()})) for person in people]
    from rich.cells import cell_len

    text = difference_text(run_difference(before, after), Layout(width=width))
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_name_cannot_write_on_the_terminal():
    person = Person("1\n2", "\x1b[31mEve\u202e")
    text = difference_text(run_difference([entry(person, graded("+++"))], [entry(person, graded("++-"))]))
    assert "\\x1b[31mEve\\u202e (1\\n2)" in text


def test_the_record_is_json():
    record = difference_record(run_difference([entry(KIM, graded("+++"))], [entry(KIM, graded("++-"))]))
    told = json.loads(json.dumps(record))
    assert told["lose"][0] | {"tests": 0} == {
        "id": "1001", "name": "Alice Kim", "before": 4.0, "after": 3.0, "by": -1.0, "ungraded": [], "problem": "",
        "grader_error": "", "incomplete": False, "other_files": False, "tests": 0,
    }  # fmt: skip
    assert told["lose"][0]["tests"][0]["after"] == "failed"
