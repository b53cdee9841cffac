"""Points: exact, split by share and weight, given for `passed` alone."""

import json
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import read_course
from grader.errors import SuiteError, UsageError
from grader.failure import (
    Call,
    Difference,
    Failure,
    FailureKind,
    Guess,
    Note,
    SourceLine,
    Use,
    Value,
)
from grader.inert import MESSAGE_BYTES, SECTION_BYTES
from grader.report import FORMATS
from grader.report.page import PLAIN
from grader.report.words import messages
from grader.scoring import Result, SectionResult, TestResult, from_record, redact, schema, score, to_record
from grader.scoring.bounds import FAILURES_BYTES
from grader.scoring.record import plain
from grader.texts import Message, say, translator
from grader.verdict import FileUse, Run, Status, Verdict

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


def verdict(id, section="one", visibility="hidden", points=1.0, status=Status.PASSED, failure=None):
    return Verdict(id, section, "f", "a title", visibility, points, status, failure, hint="a hint", duration=0.5)


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
    assert to_record(result)["score"] == 100.0


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
    record = json.loads(json.dumps(to_record(score(run_of(*tests), course))))
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
        (FULL[2:], "one has no public test with points, but 18"),
        ((*FULL[:2], *FULL[4:]), "one has no hidden test with points, but 42"),
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
    assert to_record(result)["interrupted"] is True


@pytest.mark.parametrize("complete", [True, False])
def test_a_run_that_ran_out_of_time_is_not_complete(course, complete):
    result = score(run_of(*FULL, complete=complete), course)
    record = to_record(result)
    assert record["complete"] is complete
    assert from_record(record) == result


def test_a_student_sees_nothing_that_the_worker_wrote_of_a_hidden_test(course):
    wrong = Failure("raised", got=Value("exception", "ValueError", text="W = 7"))
    notes = (Note("threads", "one", "f"),)
    said = run_of(*(replace(each, failure=wrong, status=Status.FAILED) for each in FULL), notes=notes)
    before, after = score(said, course), redact(score(said, course), "student")
    assert redact(before, "instructor") == before
    assert (before.notes, after.notes) == (notes, ())
    for section, shown in zip(before.sections, after.sections, strict=True):
        for test, seen in zip(section.tests, shown.tests, strict=True):
            hidden = test.visibility == "hidden"
            assert (seen.failure, seen.duration) == ((None, 0.0) if hidden else (wrong, 0.5))
            assert (seen.title, seen.hint, seen.status, seen.max_score) == (
                test.title,
                test.hint,
                test.status,
                test.max_score,
            )


def test_the_parameters_of_a_hidden_test_are_inputs_that_a_student_is_not_shown(course):
    ids = ["public/one::test_p[tied]", "hidden/one::test_f[half_frozen-12]", "hidden/one::test_f[tied-24]"]
    whole = score(run_of(*(verdict(id, visibility=id.split("/")[0]) for id in ids), *FULL), course)
    shown = [test for test in redact(whole, "student").sections[0].tests if "::" in test.id]
    assert [test.id for test in shown] == ["public/one::test_p[tied]", "hidden/one::test_f[1]", "hidden/one::test_f[2]"]
    assert set(ids) < {test.id for test in whole.sections[0].tests}


def test_the_schema_in_the_package_is_that_of_the_result():
    kept = json.loads(Path(schema.__file__).with_name("result.schema.json").read_text())
    assert kept == json.loads(json.dumps(schema.schema())), f"write it anew: {schema.__doc__}"


def test_the_schema_names_every_field_of_a_result(course):
    document = json.loads(FORMATS["json"](score(run_of(*FULL), course), PLAIN))
    tables = schema.schema()["$defs"]
    assert document.keys() == tables["Record"]["properties"].keys()
    assert document["sections"][0].keys() == tables["Section"]["properties"].keys()
    assert document["sections"][0]["tests"][0].keys() == tables["Test"]["properties"].keys()


def flood_of(failure, tests=50):
    return [verdict(str(n), visibility="public", failure=failure, status=Status.FAILED) for n in range(tests)]


def test_messages_are_inert_and_bounded_one_by_one_and_all_together(course):
    flood = flood_of(Failure("asserted", says="\x1b" + "x" * 10_000))
    said = list(messages(score(run_of(*flood, *FULL), course), translator()).values())
    left_out = say("left_out")
    assert said[0].startswith(r"\x1bxxx")
    assert all(len(message.encode()) <= MESSAGE_BYTES for message in said)
    assert sum(len(message.encode()) for message in said if message != left_out) <= SECTION_BYTES
    assert left_out in said


def test_failures_are_inert_and_bounded_all_together(course):
    texts = tuple(Value("text", text="\x1b" + "x" * 1000) for _ in range(50))
    flood = flood_of(Failure("wrong_value", got=Value("list", parts=texts, count=50), causes=("g",)))
    result = score(run_of(*flood, *FULL), course)
    failures = [test.failure for section in result.sections for test in section.tests if test.failure]
    assert failures[0].got.parts[0].text.startswith(r"\x1bxxx")
    assert failures[-1] == Failure("wrong_value", causes=("g",))
    assert len(json.dumps(plain(tuple(failures)))) < FAILURES_BYTES * 1.1


def test_a_number_that_json_does_not_know_becomes_a_text_or_none(course):
    odd = Value("tensor", "float32", (2,), (float("nan"), 1.0))
    flood = flood_of(Failure("wrong_value", got=odd, difference=Difference(factor=float("inf"))), tests=1)
    failure = score(run_of(*flood, *FULL), course).sections[0].tests[0].failure
    assert (failure.got.numbers, failure.difference.factor) == (("nan", 1.0), None)


def test_the_record_has_the_fields_of_the_contract(course):
    record = to_record(score(run_of(*FULL, layers=({"name": "landlock", "held": "yes"},)), course))
    assert set(record) == {
        *("schema", "course", "submission", "score", "max_score", "hidden_points", "sections", "isolation", "layers"),
        *("seed", "suite", "submission_hash", "versions", "duration", "interrupted", "visibilities", "notes"),
        *("path", "files", "complete"),
    }
    section = record["sections"][0]
    assert set(section) == {
        *("id", "title", "score", "max_score", "hidden_points", "exact_hidden_points", "tests", "exercises", "order"),
        "split",
    }
    assert set(section["tests"][0]) == {
        *("id", "title", "exercise", "visibility", "status", "score", "max_score", "points", "max_points", "hint"),
        *("duration", "details", "together", "ruling", "weight", "beside"),
    }
    assert (record["schema"], record["submission"], record["suite"], record["submission_hash"]) == (
        1,
        "alice",
        "def",
        "abc",
    )
    assert (record["seed"], record["isolation"], section["tests"][0]["status"]) == (7, "process", "passed")


# A record is read back


def test_a_record_has_exact_points_and_the_failure_without_its_defaults(course):
    wrong = Failure("hung", Call("f", (("x", Value("int", text="3")),)), number=5.0, causes=("g",))
    failed = replace(FULL[7], failure=wrong, status=Status.FAILED, points=0.2)
    test = to_record(score(run_of(*FULL[:7], failed), course))["sections"][1]["tests"][-1]
    assert (test["points"], test["max_points"], test["max_score"]) == ("0", "8", 8.0)
    assert test["details"] == {
        "kind": "hung",
        "call": {"function": "f", "arguments": [["x", {"kind": "int", "text": "3"}]]},
        "number": 5.0,
        "causes": ["g"],
    }
    thirds = to_record(score(run_of(*FULL, *(replace(FULL[0], id=f"a{n}") for n in range(4))), course))
    assert thirds["sections"][0]["tests"][0]["points"] == "18/7"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.integers(0, 10**6)
FRACTIONS = st.fractions(0, 100, max_denominator=10**9)


def tuples(items, most=3):
    return st.lists(items, max_size=most).map(tuple)


VALUES = st.recursive(
    st.builds(
        Value,
        TEXTS,
        TEXTS,
        tuples(WHOLE),
        tuples(st.one_of(FLOATS, WHOLE, st.booleans(), TEXTS)),
        count=WHOLE,
        text=TEXTS,
    ),
    lambda inner: st.builds(Value, TEXTS, parts=tuples(inner), keys=tuples(TEXTS)),
    max_leaves=4,
)
MAYBE = st.none() | VALUES
NAMED = tuples(st.tuples(TEXTS, VALUES))
MESSAGE = st.builds(Message, TEXTS, tuples(st.tuples(TEXTS, st.one_of(TEXTS, WHOLE, FLOATS))))
FAILURES = st.builds(
    Failure,
    st.sampled_from(get_args(FailureKind)),
    st.none() | st.builds(Call, TEXTS, NAMED),
    MAYBE,
    MAYBE,
    st.none()
    | st.builds(
        Difference, tuples(WHOLE | TEXTS), st.none() | FLOATS, st.none() | tuples(WHOLE), MAYBE, MAYBE, WHOLE, WHOLE
    ),
    st.sampled_from(get_args(Guess)),
    TEXTS,
    st.none() | MESSAGE,
    tuples(TEXTS),
    st.none() | FLOATS,
    tuples(st.builds(Use, TEXTS, WHOLE, TEXTS, TEXTS)),
    TEXTS,
    tuples(st.builds(SourceLine, TEXTS, WHOLE, TEXTS, TEXTS, WHOLE)),
    tuples(TEXTS),
    tuples(st.tuples(TEXTS, TEXTS)),
)
VISIBILITIES = st.sampled_from(["public", "hidden"])
TESTS = st.builds(
    TestResult, TEXTS, TEXTS, TEXTS, VISIBILITIES, st.sampled_from(Status), FRACTIONS, FRACTIONS,
    st.none() | FAILURES, TEXTS, st.floats(0, 100),
)  # fmt: skip
NAMES = st.dictionaries(TEXTS, TEXTS, max_size=2)
RESULTS = st.builds(
    Result, TEXTS, TEXTS, tuples(st.builds(SectionResult, TEXTS, TEXTS, tuples(TESTS), FRACTIONS)),
    tuples(VISIBILITIES), TEXTS, WHOLE, TEXTS, TEXTS, NAMES, tuples(NAMES), st.floats(0, 100), st.booleans(),
    tuples(st.builds(Note, TEXTS, TEXTS, TEXTS, TEXTS, WHOLE, TEXTS, tuples(TEXTS))),
    TEXTS, tuples(st.builds(FileUse, TEXTS, st.sampled_from(["section", "ignored"]), TEXTS, st.none() | MESSAGE)),
    st.booleans(),
)  # fmt: skip


@given(RESULTS)
def test_a_result_is_read_back_exactly(result):
    assert from_record(json.loads(json.dumps(to_record(result)))) == result


def test_the_strategy_knows_every_field():
    """Otherwise the test above would say nothing of a new one."""
    assert len(fields(Failure)) == 15
    assert len(fields(Result)) == 16


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"sections": 3},
        {"notes": [{"kind": 3}]},
        {"visibilities": ["secret"]},
        {"versions": {"python": 3}},
    ],
)
def test_what_is_no_record_is_refused(course, change):
    with pytest.raises(UsageError, match="not a result of the grader"):
        from_record({**to_record(score(run_of(*FULL), course)), **change})


@pytest.mark.parametrize("points", ["1e9", "-1", "1/0", "0x1", "", "1/2/3", 3])
def test_points_that_are_no_fraction_are_refused(course, points):
    record = to_record(score(run_of(*FULL), course))
    record["sections"][0]["tests"][0]["points"] = points
    with pytest.raises(UsageError):
        from_record(record)
