"""Reports: what a person and a machine are shown of one result, whatever a submission wrote into it."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from grader.course import read_course
from grader.failure import Call, Difference, Failure, Note, Value
from grader.report import FORMATS, Layout
from grader.report.page import points
from grader.scoring import redact, score, to_record
from grader.verdict import Run, Status, Verdict

TABLE = """
[tool.grader]
title = "A toy course"
sections = [
    {id = "gradient_descent", title = "Gradient descent by hand", points = 16},
    {id = "setup", title = "Setting up", points = 4, public_share = 0.5},
]
"""
COLUMN = Value("tensor", "float32", (2, 1), (1.0, 1.0))
SLOPE = Failure(
    "wrong_value",
    Call("gradient", (("W", Value("tensor", "float32", (1,), (0.0,))), ("x", COLUMN), ("y", COLUMN))),
    expected=Value("float", text="-2.0"),
    got=Value("float", text="-4.0"),
    difference=Difference(factor=2.0),
)
SLOPE_CALL = "gradient(W=torch.tensor([0.]), x=torch.tensor([[1.], [1.]]), y=torch.tensor([[1.], [1.]]))"
SLOPE_TEXT = f"{SLOPE_CALL}\nexpected -2.0    got -4.0    (2 times too large)"
HINT = "Your slope grows with the number of examples. Is it a sum or a mean?"
NASTY = "[bold red]x[/] \x1b[2J ]]> <b>&amp; \u202e =cmd|'/c' :smile: \ud800\x00\n::error::x\n" + "y" * 300 + "가" * 90


def verdict(exercise, title, status, visibility="public", points=1, failure=None, hint="", section="gradient_descent"):
    id = f"{section}/{visibility}/{exercise}/{title}"
    return Verdict(id, section, exercise, title, visibility, points, Status(status), failure, hint, 0.02)


def raised(text):
    return Failure("raised", got=Value("exception", text=text))


VERDICTS = (
    verdict("gradient", "is the slope of the cost", "failed", points=2, failure=SLOPE, hint=HINT),
    verdict(
        "gradient",
        "keeps the dtype",
        "error",
        "hidden",
        failure=raised("ValueError: no\n    return x +\n             ^"),
    ),
    verdict("cost", "is a mean", "passed"),
    verdict("cost", "is a mean", "passed", "hidden"),
    verdict("cost", "is huge", "passed", "hidden", points=0),
    verdict("cost", "is tiny", "failed", "hidden", points=0, failure=raised("oops")),
    verdict("update", "steps", "timeout", "hidden", failure=Failure("hung", number=5.0)),
    verdict("train", "loops", "crashed", "hidden", failure=raised(NASTY), hint=NASTY),
    verdict("curve", "bends", "not_attempted"),
    verdict("curve", "bends more", "not_attempted", "hidden"),
    verdict("limit", "holds", "not_attempted", "hidden"),
    verdict("start", "starts", "not_attempted", section="setup"),
    verdict("start", "starts", "not_attempted", "hidden", section="setup"),
)
RUN = Run("alice", "abc", "def", 7, "process", VERDICTS, {"python": "3.11.7", "torch": "2.13.0"}, duration=2.14)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "pyproject.toml").write_text(TABLE)
    return read_course(root)


@pytest.fixture(scope="module")
def result(course):
    return score(RUN, course)


def text(result, **layout):
    return FORMATS["text"](result, Layout(**layout))


def test_a_failed_test_shows_the_input_the_difference_and_the_hint(result):
    assert re.search(r"^gradient +0 of \d", text(result, width=80), re.MULTILINE)
    assert (
        "\n✗ is the slope of the cost\n"
        "    gradient(W=torch.tensor([0.]), x=torch.tensor([[1.], [1.]]), y=torch.tensor([[1.], [1.]]))\n"
        "    expected -2.0    got -4.0    (2 times too large)\n"
        "    hint  Your slope grows with the number of examples. Is it a sum or a mean?\n"
    ) in text(result, width=110)


def test_a_hint_that_many_tests_of_an_exercise_have_is_shown_once(course):
    def hints(*given):
        failed = (verdict("gradient", f"law {n}", "failed", failure=SLOPE, hint=hint) for n, hint in enumerate(given))
        return text(score(replace(RUN, verdicts=(*failed, *VERDICTS[2:6], *VERDICTS[-2:])), course)).count("hint  ")

    assert hints(HINT, HINT, HINT) == 1
    assert hints(HINT, "Another?", HINT) == 3


def test_a_long_headline_goes_on_below_its_first_word(result):
    shown = text(result, width=23)
    assert "\n✗ is the slope of the\n  cost\n" in shown


def test_the_footer_breaks_between_its_parts(result):
    lines = text(result, width=44, footer=True).splitlines()
    assert lines[-2:] == ["seed 7 · python 3.11.7 · torch 2.13.0", "2.1 s · isolation process"]


def test_the_table_and_the_total(result):
    lines = text(result, width=80).splitlines()
    assert lines[0] == "A toy course · alice"
    assert re.fullmatch(r"gradient_descent  Gradient descent by hand  +█+░+  +3\.07 of 16", lines[2])
    assert re.fullmatch(r"setup +Setting up +░{12} +0 of 4", lines[3])
    assert lines[5] == "total 3.07 of 20"


def test_a_wrong_caret_line_is_left_as_it_is(result):
    assert "\n    ValueError: no\n        return x +\n                 ^\n" in text(result, width=80)


def test_what_was_not_attempted_is_one_line_a_section(result):
    shown = text(result, width=80)
    assert re.search(r"^· not attempted: curve, limit +0 of 4\.93$", shown, re.MULTILINE)
    assert re.search(r"^· not attempted +0 of 4$", shown, re.MULTILINE)
    assert shown.count("not attempted") == 2


def test_one_reason_why_nothing_was_attempted_is_shown_once(course):
    reason = "setup.py is missing from the submission"
    missing = Failure("missing_file", names=("setup.py",))
    verdicts = [replace(v, failure=missing) if v.section == "setup" else v for v in VERDICTS]
    shown = text(score(replace(RUN, verdicts=tuple(verdicts)), course), width=80)
    assert shown.endswith(f"0 of 4\n    {reason}\n")


def test_there_are_never_two_empty_lines(result):
    assert "\n\n\n" not in text(result, footer=True)


def test_a_bonus_is_shown_as_a_bonus(result):
    shown = text(result, width=80)
    assert re.search(r"^✓ is huge · hidden +bonus$", shown, re.MULTILINE)
    assert re.search(r"^✗ is tiny · hidden +bonus$", shown, re.MULTILINE)


def test_a_students_total_is_honest(course):
    shown = text(score(RUN, course, visibilities=("public",)), width=80)
    assert "public 1.2 of 6.8; 13.2 hidden points not shown here" in shown
    assert "hidden" not in shown.replace("hidden points not shown here", "")


def test_one_message_of_many_tests_is_shown_once(course):
    broken = [replace(v, status=Status.ERROR, failure=raised("SyntaxError: never closed")) for v in VERDICTS]
    shown = text(score(replace(RUN, verdicts=tuple(broken)), course), width=80)
    assert "hint" not in shown.split("setup ·")[0]
    assert shown.count("never closed") == 3  # once for the section of eleven, twice for that of two
    assert re.search(r"^✗ 11 tests: gradient, cost, curve, update, train, limit · error +0 of 16$", shown, re.MULTILINE)


def test_quiet_verbose_footer_and_interruption(result):
    assert len(text(result, quiet=True).splitlines()) == 6
    assert "✓ is a mean\n" not in text(result)
    assert "✓ is a mean\n" in text(result, verbose=True)
    last = text(result, footer=True).splitlines()[-1]
    assert last == "seed 7 · python 3.11.7 · torch 2.13.0 · 2.1 s · isolation process"
    assert "Interrupted" in text(replace(result, interrupted=True))


def test_a_run_that_ran_out_of_time_says_so_even_when_quiet(result):
    for quiet in (False, True):
        assert "Not complete: no time was left for some tests." in text(replace(result, complete=False), quiet=quiet)
        assert "Not complete" not in text(result, quiet=quiet)


def test_notes_are_for_the_instructor(course):
    unclear = Note("unclear", "gradient_descent", "gradient", line=7, code="getattr(torch, name)")
    result = score(replace(RUN, notes=(unclear, Note("sandbox", names=("landlock",)))), course)
    shown = text(result, width=120)
    assert "\nFor the instructor\n· gradient, gradient_descent.py, line 7: `getattr(torch, name)` could hide" in shown
    assert "landlock" not in shown, "it was said before the grading began"
    assert "For the instructor" not in text(result, quiet=True)
    assert "could hide" not in text(redact(result, "student"))
    assert [note["kind"] for note in json.loads(FORMATS["json"](result, Layout()))["notes"]] == ["unclear", "sandbox"]


@pytest.mark.parametrize("width", [20, 40, 49, 50, 75, 76, 100, 200])
def test_nothing_is_wider_than_the_layout_or_lost(result, width):
    shown = text(result, width=width, footer=True)
    assert max(map(cell_len, shown.splitlines())) <= width
    letters = re.sub(r"\s", "", shown)
    for part in ("A toy course", "gradient_descent", "3.07 of 16", "(2 times too large)", "no answer within 5 s", HINT):
        assert re.sub(r"\s", "", part) in letters or width < 40


def test_colours_are_asked_for(result):
    assert "\x1b" not in text(result)
    coloured = text(result, colour=True)
    assert "\x1b[31m✗" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == text(result).split()


def test_no_colour_comes_from_the_environment(result, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in text(result)


@pytest.mark.parametrize("format", FORMATS)
def test_what_a_submission_wrote_is_inert_in_every_format(result, format):
    shown = FORMATS[format](result, Layout(width=80))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", shown)
    commands = re.findall(r"^\s*::.*", shown, re.MULTILINE)
    assert len(commands) == (5 if format == "github" else 0), (
        "no line is a command but those that the format is made of"
    )
    shown.encode()
    if format == "text":
        assert "[bold red]x[/]" in shown
        assert ":smile:" in shown


def test_json_is_the_record_with_the_messages(result):
    shown = FORMATS["json"](result, Layout())
    document = json.loads(shown)
    said = [test.pop("message") for section in document["sections"] for test in section["tests"]]
    assert said[:2] == [SLOPE_TEXT, ""]
    assert document == to_record(result)
    assert shown.endswith("}\n")


def test_junit_is_a_suite_a_section_and_a_case_a_test(result):
    root = ElementTree.fromstring(FORMATS["junit"](result, Layout()).encode())
    first = root[0]
    counts = {"tests": "11", "failures": "2", "errors": "3", "skipped": "3"}
    assert root.get("tests") == "13"
    assert {name: first.get(name) for name in counts} == counts
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names) == 13
    assert ("gradient_descent", "cost: is a mean (2)") in names
    slope = first[0]
    assert slope.find("failure").get("type") == "failed"
    assert slope.find("failure").get("message") == slope.find("failure").text == f"{SLOPE_TEXT}\nhint: {HINT}"
    assert [case.find("error").get("type") for case in first if case.find("error") is not None] == [
        "error",
        "timeout",
        "crashed",
    ]
    assert root[1][0].find("skipped").get("message") == "not attempted"
    properties = {each.get("name"): each.get("value") for each in slope.iter("property")}
    assert properties == {"score": "0", "max_score": "2.4", "visibility": "public"}


def test_junit_has_no_character_that_xml_forbids(course):
    odd = replace(VERDICTS[0], title="bell \x07", exercise="\uffff", hint="\x0c")
    run = replace(RUN, verdicts=(odd, *VERDICTS[1:]))
    root = ElementTree.fromstring(FORMATS["junit"](score(run, course), Layout()).encode())
    assert root[0][0].get("name") == "\ufffd: bell \ufffd"


@pytest.mark.parametrize("format", FORMATS)
def test_a_student_reads_no_hidden_message_in_any_format(result, format):
    shown = FORMATS[format](redact(result, "student"), Layout(width=80))
    plain = " ".join(re.sub("<[^>]*>", " ", shown).split()).lower() if format == "html" else shown
    assert "expected -2.0" in plain
    assert "ValueError" not in shown
    assert "no answer within" not in shown
    assert "keeps the dtype" in shown


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(2), "2"),
        (Fraction(83, 2), "41.5"),
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 300), "0"),
        (Fraction(100), "100"),
    ],
)
def test_points_have_two_decimals_at_most(exact, shown):
    assert points(exact) == shown
