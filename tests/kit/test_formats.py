"""The formats of the platforms that collect work: Gradescope, GitHub Actions, GitHub Classroom, and Markdown.

What comes out is read as the platform reads it. Most tests here read one result in which an exercise is right, one is
wrong, and one raises what looks like commands and markup.
"""

import base64
import json
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

import grader
from grader.course import read_course
from grader.failure import Failure, SourceLine, Value
from grader.report import FORMATS, Format, Layout
from grader.report.by_exercise import entries
from grader.report.markdown import block, code, escaped
from grader.scoring import redact, score
from grader.texts import translator
from grader.verdict import FileUse, Run, Status, Verdict

PACKAGE = Path(grader.__file__).parent
SCHEMAS = {
    name: json.loads((PACKAGE / path).read_text())
    for name, path in {
        "json": "scoring/result.schema.json",
        "gradescope": "report/gradescope.schema.json",
    }.items()
}
TABLE = """
[tool.grader]
title = "A | toy"
[[tool.grader.sections]]
id = "s3_descent"
title = "Descent <b>"
points = 7
[tool.grader.sections.exercises]
gradient = 3
cost = 2.5
update = 1.5
"""
NASTY = (
    "x\n::error::forged\n##[notice]y\n```\n| a | b |\n<b>[l](http://l.example)![i](i)\n"
    "%0A::notice title=Autograding complete::Points 7/7"
)


def verdict(exercise, title, status, visibility="public", failure=None, hint="", points=1):
    id = f"{visibility}/s3_descent::test_{exercise}_{title.replace(' ', '_')}"
    return Verdict(id, "s3_descent", exercise, title, visibility, points, Status(status), failure, hint, 0.5)


def raised(text, *lines):
    return Failure("raised", got=Value("exception", text=text), lines=lines)


SLOPE = Failure("wrong_value", expected=Value("float", text="-2.0"), got=Value("float", text="-4.0"))
SECRET = Failure("wrong_value", expected=Value("float", text="-99.5"), got=Value("float", text="-98.5"))
VERDICTS = (
    verdict("cost", "is a mean", "passed"),
    verdict("gradient", "is a slope", "failed", failure=SLOPE, hint="Sum or mean?"),
    verdict("update", "steps", "error", failure=raised(NASTY, SourceLine("s3_descent.py", 31, "update", "x"))),
    verdict("cost", "of many", "passed", "hidden"),
    verdict("gradient", "of many", "failed", "hidden", failure=SECRET, hint="Any number of examples?"),
    verdict("update", "far", "timeout", "hidden", failure=Failure("hung", number=5.0)),
)
FILES = (FileUse("s3_descent.py", "section", "s3_descent", lines=(("gradient", 12), ("cost", 20))),)
ORDER = tuple(("s3_descent", name) for name in ("cost", "gradient", "update"))
RUN = Run("alice", "abc", "def", 7, "sandbox", VERDICTS, {"python": "3"}, path="work", files=FILES, exercises=ORDER)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "pyproject.toml").write_text(TABLE)
    return read_course(root)


@pytest.fixture(scope="module")
def result(course):
    return score(RUN, course)


def ended(course, **statuses):
    """The result of a run in which all tests of these exercises ended so."""
    verdicts = [replace(v, status=Status(statuses.get(v.exercise, v.status.value)), failure=None) for v in VERDICTS]
    return score(replace(RUN, verdicts=tuple(verdicts)), course)


def graded(format, toy, path, *options):
    """What `grader grade` writes of a submission to the toy course."""
    done = subprocess.run(
        [sys.executable, "-m", "grader", "grade", str(path), "--format", format, "--isolation", "process", *options],
        cwd=toy.root,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done


# ── what every format is


def test_each_format_of_the_list_writes_something(result):
    assert set(FORMATS) == {format.value for format in Format}
    assert all(FORMATS[name](result, Layout()).endswith("\n") for name in FORMATS)


@pytest.mark.parametrize("format", SCHEMAS)
@pytest.mark.parametrize("audience", ["student", "instructor"])
def test_a_result_is_what_its_schema_says(result, course, format, audience):
    for one in (result, score(RUN, course, visibilities=("public",)), replace(result, interrupted=True)):
        jsonschema.validate(json.loads(FORMATS[format](redact(one, audience), Layout())), SCHEMAS[format])


@pytest.mark.parametrize("format", SCHEMAS)
def test_the_schemas_refuse_something(format):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"score": "7", "sections": [], "tests": []}, SCHEMAS[format])


def test_the_exercises_stand_in_the_courses_order_whatever_the_tests_do(result):
    found = [(entry.number, entry.name) for entry in entries(result, translator())]
    assert found == [("3.1", "gradient"), ("3.2", "cost"), ("3.3", "update")]


def test_sections_without_numbers_of_their_own_are_counted(result):
    sections = tuple(replace(result.sections[0], id=id) for id in ("alpha", "beta1"))
    numbers = [entry.number for entry in entries(replace(result, sections=sections), translator())]
    assert numbers == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]


# ── Gradescope


def gradescope(result, **layout):
    document = json.loads(FORMATS["gradescope"](result, Layout(**layout)))
    jsonschema.validate(document, SCHEMAS["gradescope"])
    return document


def test_an_exercise_is_one_entry_and_their_sum_is_the_score(result):
    document = gradescope(result)
    assert [test["name"] for test in document["tests"]] == ["gradient", "cost", "update"]
    assert sum(test["max_score"] for test in document["tests"]) == 7
    assert document["score"] == sum(test["score"] for test in document["tests"]) == 2.5
    exact = [Fraction(test["points"]) for entry in document["tests"] for test in entry["extra_data"]["tests"]]
    assert sum(exact) == result.score
    assert [test["status"] for test in document["tests"]] == ["failed", "passed", "failed"]


def test_a_student_sees_public_tests_at_once_and_no_hidden_message_ever(result):
    document = gradescope(result)
    assert {test["visibility"] for test in document["tests"]} == {"after_published"}
    assert "expected -2.0    got -4.0" in document["output"]
    assert "of many" not in document["output"], "a hidden test says nothing before its time"
    shown = json.dumps([document["output"], *(test["output"] for test in document["tests"])])
    assert "-99.5" not in shown
    assert "no answer within" not in shown
    slope = document["tests"][0]["output"].splitlines()
    assert slope[0] == "failed"
    assert "✗ of many · hidden" in slope
    assert "    hint: Any number of examples?" in slope


def test_an_instructor_finds_hidden_messages_in_the_extra_data_alone(result):
    tests = gradescope(result)["tests"][0]["extra_data"]["tests"]
    assert "-99.5" in next(test["message"] for test in tests if test["id"].startswith("hidden/"))
    tests = gradescope(redact(result, "student"))["tests"][0]["extra_data"]["tests"]
    assert "-99.5" not in json.dumps(tests)


def test_the_course_says_when_hidden_tests_are_seen(result):
    document = gradescope(result, hidden_until="visible")
    assert {test["visibility"] for test in document["tests"]} == {"visible"}
    assert "total 2.5 of 7" in document["output"]
    assert {test["visibility"] for test in gradescope(result, hidden_until="hidden")["tests"]} == {"hidden"}


def test_public_tests_alone_are_visible(course):
    assert {test["visibility"] for test in gradescope(score(RUN, course, visibilities=("public",)))["tests"]} == {
        "visible"
    }


@pytest.mark.parametrize(
    ("status", "word"),
    [("timeout", "timeout"), ("crashed", "crashed"), ("error", "error"), ("not_attempted", "not attempted")],
)
def test_how_an_exercise_ended_comes_first(course, status, word):
    (entry,) = (test for test in gradescope(ended(course, update=status))["tests"] if test["name"] == "update")
    assert (entry["status"], entry["output"].splitlines()[0]) == ("failed", word)


def test_a_test_that_is_given_or_dropped_costs_nothing(course):
    rulings = {VERDICTS[1].id: "dropped", VERDICTS[4].id: "given"}
    ruled = replace(course, tests=rulings)
    (entry,) = (test for test in gradescope(score(RUN, ruled))["tests"] if test["name"] == "gradient")
    assert (entry["score"], entry["status"], entry["output"]) == (3, "passed", "")


def test_other_points_on_the_platform_are_said(result):
    said = "The assignment has 10 points on this platform, but the tests of the course give 7."
    assert said in gradescope(result, expected=Fraction(10))["output"]
    assert "platform" not in gradescope(result, expected=Fraction(7))["output"]


def test_the_command_reads_the_platforms_points_beside_the_submission(toy):
    path = toy.submission()
    (path.parent / "submission_metadata.json").write_text(json.dumps({"assignment": {"total_points": "50.0", "id": 1}}))
    done = graded("gradescope", toy, path)
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMAS["gradescope"])
    assert (document["score"], {test["status"] for test in document["tests"]}) == (100, {"passed"})
    assert "has 50 points on this platform" in document["output"]
    assert "has 50 points on this platform" in done.stderr


@pytest.mark.parametrize(
    "files", [{"notes.txt": "?"}, {"alpha-work.ipynb": "{}"}, {}], ids=["foreign", "notebook", "empty"]
)
def test_what_is_no_submission_still_gives_a_document(toy, tmp_path, files):
    folder = tmp_path / "odd"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    document = json.loads(graded("gradescope", toy, folder).stdout)
    jsonschema.validate(document, SCHEMAS["gradescope"])
    assert (document["score"], document["tests"]) == (0, [])
    assert "alpha." in document["output"]


def test_a_wrong_course_gives_none(toy, tmp_path):
    toy.write({"pyproject.toml": "[tool.grader]\ntitle = 3\n"})
    command = [sys.executable, "-m", "grader", "grade", str(toy.submission()), "--format", "gradescope"]
    done = subprocess.run(command, cwd=toy.root, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")


# ── GitHub


def unescaped(text):
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")


def commands(text):
    """The commands as the runner reads them: name, properties, message. Every line has to be one."""
    found = []
    for line in text.splitlines():
        parts = re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line)
        assert parts, line
        properties = dict(one.split("=", 1) for one in (parts[2] or "").split(",") if one)
        found.append((parts[1], {key: unescaped(value) for key, value in properties.items()}, unescaped(parts[3])))
    return found


def test_an_error_stands_on_the_students_own_line(result):
    (slope, step, *_) = commands(FORMATS["github"](result, Layout()))
    assert slope[:2] == ("error", {"file": "work/s3_descent.py", "line": "12", "title": "gradient"})
    assert "expected -2.0    got -4.0" in slope[2]
    assert step[1] == {"file": "work/s3_descent.py", "line": "31", "title": "update"}, "the line that raised"


def test_the_last_two_lines_are_what_classroom_reads(result):
    complete, report = commands(FORMATS["github"](result, Layout()))[-2:]
    assert complete == ("notice", {"title": "Autograding complete"}, "Points 2.5/7")
    assert report[:2] == ("notice", {"title": "Autograding report"})
    assert json.loads(report[2]) == {"totalPoints": 2.5, "maxPoints": 7}


def test_nothing_that_a_submission_writes_is_a_command(result):
    names = [name for name, _, _ in commands(FORMATS["github"](result, Layout()))]
    assert names == ["error", "error", "notice", "notice"]
    assert "%250A" in FORMATS["github"](result, Layout()), "what looks escaped is escaped again"


def test_a_file_that_cannot_be_read_is_one_error(course):
    broken = [replace(v, status=Status.ERROR, failure=raised("SyntaxError: x")) for v in VERDICTS]
    run = replace(RUN, verdicts=tuple(broken), files=(replace(FILES[0], lines=()),))
    first, *others = commands(FORMATS["github"](score(run, course), Layout()))
    assert first[1] == {"file": "work/s3_descent.py", "line": "1", "title": "gradient, cost, update"}
    assert [name for name, _, _ in others] == ["notice", "notice"]


def test_the_command_writes_a_summary_and_leaves_what_is_there(toy, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_text("# before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    wrong = "def slope(W, x, y):\n    print('::notice title=Autograding complete::Points 100/100')\n    return 1 / 0\n"
    done = graded("github", toy, toy.submission(alpha=wrong), "--quiet")
    found = commands(done.stdout)
    line = next(properties for name, properties, _ in found if name == "error")
    assert line["file"].endswith("handed_in/alpha.py")
    assert line["line"] == "3"
    assert found[-2][2] != "Points 100/100"
    written = summary.read_text()
    assert written.startswith("# before\n## ")
    assert "ZeroDivisionError" in written


def test_the_command_gives_the_reporter_its_document(toy, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    graded("github", toy, toy.submission(beta=None))
    name, _, encoded = (tmp_path / "output").read_text().strip().partition("=")
    document = json.loads(base64.b64decode(encoded))
    assert (name, document["status"], document["max_score"]) == ("result", "fail", 100)
    assert sum(test["score"] for test in document["tests"]) == 60


def test_a_summary_that_is_full_stays_as_it_is(toy, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * (2**20 - 10))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    graded("github", toy, toy.submission())
    assert summary.stat().st_size == 2**20 - 10


def test_classroom_gets_a_test_an_exercise_and_its_points(result):
    document = json.loads(FORMATS["classroom"](result, Layout()))
    assert {key: document[key] for key in ("version", "status", "max_score")} == {
        "version": 1,
        "status": "fail",
        "max_score": 7,
    }
    assert [(test["name"], test["status"], test["score"]) for test in document["tests"]] == [
        ("s3_descent: gradient", "fail", 0),
        ("s3_descent: cost", "pass", 2.5),
        ("s3_descent: update", "error", 0),
    ]
    assert {type(test["line_no"]) for test in document["tests"]} == {int}
    assert [test["filename"] for test in document["tests"]] == ["work/s3_descent.py"] * 3


def test_classroom_hears_pass_when_nothing_is_missing(course):
    document = json.loads(FORMATS["classroom"](ended(course, gradient="passed", update="passed"), Layout()))
    assert document["status"] == "pass"
    assert sum(test["score"] for test in document["tests"]) == document["max_score"] == 7


# ── Markdown


def test_markdown_has_the_sections_and_what_failed(result):
    shown = FORMATS["markdown"](result, Layout())
    assert "| ` s3_descent ` | Descent \\<b\\> | 2.5 of 7 |" in shown
    assert "### ` gradient ` · 0 of 3" in shown
    assert "expected -2.0    got -4.0" in shown
    assert "A \\| toy" in shown


def outside_code(markdown):
    """What is left without blocks and spans of code, as CommonMark reads them."""
    kept, fence = [], ""
    for line in markdown.splitlines():
        opened = re.match(r"(`{3,})(text)?$", line)
        if fence:
            fence = "" if opened and len(opened[1]) >= len(fence) else fence
        elif opened:
            fence = opened[1]
        else:
            kept.append(line)
    assert not fence, "every block ends"
    return re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", "\n".join(kept))


def test_nothing_that_a_submission_writes_leaves_its_code(course):
    run = replace(RUN, submission="a`|``<i>[x](y)", verdicts=VERDICTS)
    left = outside_code(FORMATS["markdown"](score(run, course), Layout()))
    assert not re.search(r"(?<!\\)[<>\[]|http|forged|^\| a", left, re.MULTILINE)


@pytest.mark.parametrize("text", ["", "`", "```", "````\n```", "a\n````text"])
def test_fences_are_longer_than_any_in_the_text(text):
    assert outside_code(block(text)) == ""
    assert outside_code(code(text)).strip("` ") == ""


def test_names_are_escaped():
    assert escaped("a*b_[c](d)|<e>\nf") == r"a\*b\_\[c\]\(d\)\|\<e\> f"


def test_a_long_report_is_bounded(course):
    long = [replace(v, failure=raised("é" * 10**6)) for v in VERDICTS]
    assert len(FORMATS["markdown"](score(replace(RUN, verdicts=tuple(long)), course), Layout()).encode()) < 2**20
