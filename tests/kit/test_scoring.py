"""Points: exact, split by share and weight, given for `passed` alone."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import read_course
from grader.errors import SuiteError
from grader.inert import MESSAGE_BYTES, SUBMISSION_BYTES
from grader.scoring import redact, score, to_json
from grader.scoring.score import NO_ROOM
from grader.verdict import Run, Status, Verdict

TABLE = """
[tool.grader]
title = "Toy"
public_share = 0.3
sections = [{id = "one", title = "One", points = 60}, {id = "two", title = "Two", points = 40, public_share = 0.1}]
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "pyproject.toml").write_text(TABLE)
    return read_course(root)


def verdict(id, section="one", visibility="hidden", points=1.0, status=Status.PASSED, message=""):
    return Verdict(id, section, "f", "a title", visibility, points, status, message, hint="a hint", duration=0.5)


def run_of(*verdicts, **changes):
    run = Run("alice", "abc", "def", 7, "process", tuple(verdicts), {"python": "3.11"}, duration=1.5)
    return replace(run, **changes)


FULL = (
    verdict("a", points=1, visibility="public"),
    verdict("b", points=2, visibility="public"),
    verdict("c", points=1),
    verdict("d", points=2.5),
    verdict("e", points=0),
    verdict("f", "two", "public", 0.1),
    verdict("g", "two", "hidden", 0.7),
    verdict("h", "two", "hidden", 0.1),
)


def test_all_passed_is_exactly_all_points(course):
    result = score(run_of(*FULL), course)
    assert result.score == result.max_score == 100
    assert [(section.score, section.hidden_points) for section in result.sections] == [(60, 0), (40, 0)]
    assert {test.id: test.max_score for section in result.sections for test in section.tests} == {
        "a": 6,
        "b": 12,
        "c": 12,
        "d": 30,
        "e": 0,
        "f": 4,
        "g": Fraction(63, 2),
        "h": Fraction(9, 2),
    }
    assert to_json(result)["score"] == 100.0


def test_the_public_part_alone_is_out_of_the_public_points(course):
    result = score(run_of(*FULL), course, visibilities=("public",))
    assert (result.score, result.max_score, result.hidden_points) == (22, 22, 78)
    assert [section.hidden_points for section in result.sections] == [42, 36]
    assert result.percent == 100


def test_only_the_sections_asked_for_count(course):
    result = score(run_of(*FULL), course, sections=("two",))
    assert (result.max_score, [section.id for section in result.sections]) == (40, ["two"])


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.PASSED])
def test_nothing_but_passed_gives_points(course, status):
    result = score(run_of(*(replace(each, status=status) for each in FULL)), course)
    assert (result.score, result.max_score, result.percent) == (0, 100, 0)


@given(st.data())
def test_what_is_printed_adds_up(course, data):
    weights = data.draw(st.lists(st.floats(0.1, 10), min_size=4, max_size=12))
    passed = data.draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights)))
    tests = [
        verdict(
            str(number),
            ("one", "two")[number % 2],
            ("public", "hidden")[number // 2 % 2],
            weight,
            Status.PASSED if good else Status.FAILED,
        )
        for number, (weight, good) in enumerate(zip(weights, passed, strict=True))
    ]
    record = json.loads(json.dumps(to_json(score(run_of(*tests), course))))
    assert record["max_score"] == 100.0
    assert sum(section["score"] for section in record["sections"]) == pytest.approx(record["score"], abs=1e-9)
    for section in record["sections"]:
        for field in ("score", "max_score"):
            assert sum(test[field] for test in section["tests"]) == pytest.approx(section[field], abs=1e-9)


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ((), "one has no tests"),
        (FULL[:5], "two has no tests"),
        (FULL[2:], "one has no public test with points, and 18"),
        ((*FULL[:2], *FULL[4:]), "one has no hidden test with points, and 42"),
        ((*FULL, FULL[0]), "a gave 2 verdicts"),
        ((*FULL, verdict("x", "three")), "'three'"),
        ((*FULL, verdict("x", points=-1)), "points=-1"),
        ((*FULL, verdict("x", points=float("nan"))), "points=nan"),
    ],
)
def test_an_empty_suite_is_an_error_and_never_full_marks(course, verdicts, said):
    with pytest.raises(SuiteError, match=said):
        score(run_of(*verdicts), course)


def test_a_part_without_points_needs_no_tests(course, tmp_path):
    (tmp_path / "pyproject.toml").write_text(TABLE.replace("0.3", "1").replace("0.1", "1"))
    assert score(run_of(*FULL[:2], FULL[5]), read_course(tmp_path)).score == 100


def test_an_interrupted_run_shows_what_is_known(course):
    result = score(run_of(*FULL[:1], interrupted=True), course)
    assert (result.interrupted, len(result.sections[0].tests), result.sections[1].tests) == (True, 1, ())
    assert to_json(result)["interrupted"] is True


def test_a_student_sees_nothing_that_the_worker_wrote_of_a_hidden_test(course):
    said = run_of(*(replace(each, message="W = 7", status=Status.FAILED) for each in FULL))
    before, after = score(said, course), redact(score(said, course), "student")
    assert redact(before, "instructor") == before
    for section, shown in zip(before.sections, after.sections, strict=True):
        for test, seen in zip(section.tests, shown.tests, strict=True):
            hidden = test.visibility == "hidden"
            assert (seen.message, seen.duration) == (("", 0.0) if hidden else ("W = 7", 0.5))
            assert (seen.title, seen.hint, seen.status, seen.max_score) == (
                test.title,
                test.hint,
                test.status,
                test.max_score,
            )


def test_messages_are_inert_and_bounded_one_by_one_and_all_together(course):
    flood = [
        verdict(str(n), visibility="public", message="\x1b" + "x" * 10_000, status=Status.FAILED) for n in range(50)
    ]
    result = score(run_of(*flood, *FULL), course)
    messages = [test.message for section in result.sections for test in section.tests]
    assert messages[0].startswith(r"\x1bxxx")
    assert all(len(message.encode()) <= MESSAGE_BYTES for message in messages)
    assert sum(len(message.encode()) for message in messages if message != NO_ROOM) <= SUBMISSION_BYTES
    assert NO_ROOM in messages


def test_the_record_has_the_fields_of_the_contract(course):
    record = to_json(score(run_of(*FULL, layers=({"name": "landlock", "held": "yes"},)), course))
    assert set(record) == {
        *("schema", "course", "submission", "score", "max_score", "hidden_points", "sections", "isolation", "layers"),
        *("seed", "suite", "submission_hash", "versions", "duration", "interrupted"),
    }
    section = record["sections"][0]
    assert set(section) == {"id", "title", "score", "max_score", "hidden_points", "tests"}
    assert set(section["tests"][0]) == {
        *("id", "title", "exercise", "visibility", "status", "score", "max_score", "message", "hint", "duration"),
    }
    assert (record["schema"], record["submission"], record["suite"], record["submission_hash"]) == (
        1,
        "alice",
        "def",
        "abc",
    )
    assert (record["seed"], record["isolation"], section["tests"][0]["status"]) == (7, "process", "passed")
