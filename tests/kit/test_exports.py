"""Exports: what an instructor gives to a spreadsheet or uploads to Canvas and Moodle.

What was filled is read back by the platforms' own rules, in the two small readers below.
"""

import csv
import io
import json
import os
import re
import stat
import sys
import types
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.cli import main
from grader.errors import EngineError, UsageError
from grader.failure import Failure, Value
from grader.gradebook.entries import Entry, RunSettings
from grader.gradebook.exports import FORMATS, ExportFormat, ExportSettings
from grader.gradebook.exports.template import read_table, replaced
from grader.gradebook.grades import SectionGrade, State, Step, StudentGrade
from grader.intake.people import Person
from grader.report.page import points
from grader.scoring import Result, SectionResult, TestResult
from grader.scoring.rounding import round_points
from grader.texts import MESSAGES, Message, say
from grader.verdict import Status

WHY = Message.of("export_empty")
"""Any sentence; those of the gradebook's rules are its own."""


def graded(section: str, earned: Any, most: Any = 16, state: State = "graded", **more: Any) -> SectionGrade:
    raw = more.pop("raw", earned)
    return SectionGrade(section, Fraction(raw), Fraction(earned), Fraction(most), run=1, state=state, **more)


def exempt(section: str) -> SectionGrade:
    return graded(section, 0, counts=False, steps=(Step("exempt", Fraction(0), Fraction(0), WHY),))


def dropped(section: str, earned: Any) -> SectionGrade:
    step = Step("dropped", Fraction(earned), Fraction(earned), WHY)
    return graded(section, earned, counts=False, steps=(step,))


def student(id: str, *sections: SectionGrade, name: str = "", email: str = "", **more: Any) -> StudentGrade:
    state = more.pop("state", sections[0].state if sections else "missing")
    return StudentGrade(Person(id, name, email, more.pop("group", "")), sections, state, **more)


ALICE = student("1001", graded("s3", "41.5", 100), name="Alice Kim", email="alice@example.edu")


def export(format: str, *grades: StudentGrade, **more: Any) -> Any:
    return FORMATS[ExportFormat(format)](grades, ExportSettings(name="template.csv", **more))


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def said(export: Any) -> list[str]:
    return [say(remark.id, **dict(remark.values)) for remark in export.remarks]


# ── one rounding rule


@pytest.mark.parametrize(
    ("exact", "places", "rounded"),
    [
        ("2.675", 2, "2.68"),
        ("2.665", 2, "2.67"),
        ("0.125", 2, "0.13"),
        ("1/3", 2, "0.33"),
        ("41.5", 0, "42"),
        ("100", 2, "100.00"),
        ("0", 0, "0"),
        ("-0.5", 0, "0"),
        ("1/1000000", 6, "0.000001"),
    ],
)
def test_points_are_rounded_once_a_half_up(exact, places, rounded):
    assert f"{round_points(Fraction(exact), places):f}" == rounded


def test_a_report_rounds_by_the_same_rule():
    assert [points(Fraction(exact)) for exact in ("2.675", "41.5", "34", "0", "200", "2/3")] == [
        "2.68", "41.5", "34", "0", "200", "0.67",
    ]  # fmt: skip


def test_a_total_is_rounded_as_a_whole():
    thirds = student("1", *(graded(f"s{n}", Fraction(1, 3)) for n in range(3)))
    assert read_csv(export("csv", thirds).data)[0]["total"] == "1.00"
    assert read_csv(export("csv", thirds, places=4).data)[0]["s0"] == "0.3333"


# ── CSV


def test_the_wide_table_has_a_row_a_student_and_what_each_section_gave():
    late = graded("s3", 8, raw=10, late=True, steps=(Step("late", Fraction(10), Fraction(8), WHY),))
    made = export("csv", student("0042", graded("s1", 2, 2), late, name="Alice Kim", email="a@x.edu", group="B"))
    assert made.data.endswith(b"\r\n")
    assert read_csv(made.data) == [
        {
            "id": "0042", "name": "Alice Kim", "email": "a@x.edu", "group": "B", "state": "graded",
            "s1": "2.00", "s1 raw": "2.00", "s1 max": "2.00", "s1 state": "graded", "s1 late": "no",
            "s3": "8.00", "s3 raw": "10.00", "s3 max": "16.00", "s3 state": "graded", "s3 late": "yes",
            "total": "10.00", "max": "18.00",
        }
    ]  # fmt: skip


def test_sections_stand_in_the_order_of_the_course():
    made = export("csv", student("1", graded("s2", 1)), student("2", graded("s1", 1), graded("s2", 1)))
    header = made.data.decode().splitlines()[0].split(",")
    assert header.index("s1") < header.index("s2")


@pytest.mark.parametrize("state", ["missing", "unreadable", "grader_error"])
def test_where_nothing_was_run_there_is_no_grade(state):
    row = read_csv(export("csv", student("1", graded("s3", 0, state=state))).data)[0]
    assert (row["s3"], row["s3 raw"], row["total"], row["s3 state"]) == ("", "", "", state)


def test_what_somebody_decided_is_a_grade():
    step = Step("adjusted", Fraction(0), Fraction(5), WHY)
    row = read_csv(export("csv", student("1", graded("s3", 5, state="grader_error", raw=0, steps=(step,)))).data)[0]
    assert (row["s3"], row["s3 raw"], row["total"]) == ("5.00", "", "5.00")


def test_what_was_not_handed_in_can_be_made_zero():
    nothing = student("1", graded("s3", 0, state="missing"))
    assert read_csv(export("csv", nothing, zeros=True).data)[0]["total"] == "0.00"
    broken = student("1", graded("s3", 0, state="grader_error"))
    assert read_csv(export("csv", broken, zeros=True).data)[0]["total"] == ""


def test_a_total_is_of_what_was_handed_in_but_never_over_a_failure_of_the_grader():
    some = student("1", graded("s1", 2), graded("s3", 0, state="missing"))
    broken = student("2", graded("s1", 2), graded("s3", 0, state="grader_error"))
    rows = read_csv(export("csv", some, broken).data)
    assert [row["total"] for row in rows] == ["2.00", ""]
    assert rows[1]["state"] == "grader_error"


def test_a_dropped_section_counts_in_no_total_but_alone():
    grade = student("1", graded("s1", 2), dropped("s3", 1))
    row = read_csv(export("csv", grade).data)[0]
    assert (row["total"], row["s3"], row["s3 state"]) == ("2.00", "1.00", "dropped")
    assert read_csv(export("csv", grade, sections=("s3",)).data)[0]["total"] == "1.00"


def test_only_the_sections_asked_for_are_exported():
    row = read_csv(export("csv", student("1", graded("s1", 2), graded("s3", 8)), sections=("s3",)).data)[0]
    assert "s1" not in row
    assert (row["total"], row["max"]) == ("8.00", "16.00")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)", " =1", "＝1", '=HYPERLINK("http://x")'])
def test_a_name_is_never_a_formula(name):
    row = read_csv(export("csv", student("1", name=name, email=name)).data)[0]
    assert (row["name"], row["email"]) == (f"'{name}", f"'{name}")


@pytest.mark.parametrize(("name", "shown"), [("Kim;=1+1", "Kim;'=1+1"), ("a; @SUM(1);-1", "a;' @SUM(1);'-1")])
def test_nor_where_a_semicolon_begins_a_cell(name, shown):
    assert read_csv(export("csv", student("1", name=name)).data)[0]["name"] == shown


def test_an_id_stays_what_it_is_and_one_that_looks_like_a_formula_is_said():
    made = export("csv", student("-7", graded("s3", 1)))
    assert read_csv(made.data)[0]["id"] == "-7"
    assert len(said(made)) == 1


@pytest.mark.parametrize("format", ["csv", "long"])
@pytest.mark.parametrize("id", ["=HYPERLINK(1)", "＝1+1", "@SUM(1)", "+cmd|' /C calc'!A0"])
def test_an_id_that_is_a_formula_is_none(format, id):
    made = export(format, student(id, graded("s3", 1)))
    assert [row["id"] for row in read_csv(made.data)] == [f"'{id}"]


@pytest.mark.parametrize("name", ["김민준", "Łukasz Żółć", "محمد", "Nguyễn Thị Ánh", "田中 太郎", '"Bob", Jr.', "a;b"])
def test_a_name_in_any_script_is_read_back(name):
    assert read_csv(export("csv", student("1", name=name)).data)[0]["name"] == name


def test_the_byte_order_mark_stands_where_excel_needs_it():
    assert export("csv", student("1", name="김민준")).data.startswith(b"\xef\xbb\xbf")
    assert export("csv", ALICE).data.startswith(b"id,")


def result(*sections: SectionResult) -> Result:
    return Result("alice", "Course", sections, ("public", "hidden"), "sandbox", 0, "suite", "hash", {})


def a_test(name: str, score: Any, failure: Failure | None = None, visibility: Any = "public") -> TestResult:
    status = Status.PASSED if failure is None else Status.FAILED
    return TestResult(
        f"{visibility}/s3::{name}", "the title", "cost", visibility, status, Fraction(score), Fraction(2), failure,
        "=a hint",
    )  # fmt: skip


WRONG = Failure("raised", got=Value("exception", "ValueError", text="=cmd|' /C calc'!A0"))
S3 = SectionResult("s3", "Gradient descent", (a_test("good", 2), a_test("bad", 0, WRONG)))


def test_the_long_table_has_a_row_a_test_with_its_message():
    grade = student("1", graded("s3", 2), graded("s4", 0, state="missing"), name="Alice Kim", results=(result(S3),))
    rows = read_csv(export("long", grade).data)
    assert [(row["section"], row["test"], row["status"], row["score"], row["max_score"]) for row in rows] == [
        ("s3", "public/s3::good", "passed", "2.00", "2.00"),
        ("s3", "public/s3::bad", "failed", "0.00", "2.00"),
        ("s4", "", "missing", "", ""),
    ]
    assert "ValueError" in rows[1]["message"]
    assert rows[0]["hint"] == "'=a hint"


def test_the_tests_are_those_of_the_result_that_counts():
    before = SectionResult("s3", "Gradient descent", (a_test("good", 0, WRONG), a_test("bad", 0, WRONG)))
    grade = student("1", graded("s3", 2), results=(result(S3), result(before)))
    assert [row["score"] for row in read_csv(export("long", grade).data)] == ["2.00", "0.00"]


# ── Excel, Parquet, JSON lines


def test_excel_reads_numbers_as_numbers_and_text_as_text():
    openpyxl = pytest.importorskip("openpyxl")
    late = graded("s3", 8, raw=10, late=True, steps=(Step("late", Fraction(10), Fraction(8), WHY),))
    book = openpyxl.load_workbook(io.BytesIO(export("xlsx", student("0042", late, name="=1+1")).data))
    head, row = book["grades"].iter_rows()
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert (cells["id"].value, cells["id"].data_type) == ("0042", "s")
    assert (cells["name"].value, cells["name"].data_type, cells["name"].quotePrefix) == ("=1+1", "s", True)
    assert (cells["s3"].value, cells["s3"].data_type, cells["s3"].number_format) == (8, "n", "0.00")
    assert [cell.value for cell in list(book["steps"].iter_rows())[1]] == [
        "0042", "=1+1", "s3", "late", 10, 8, say("export_empty"),
    ]  # fmt: skip


def test_parquet_has_the_rows_of_the_long_table_with_types():
    parquet = pytest.importorskip("pyarrow.parquet")
    grade = student("007", graded("s3", 2), graded("s4", 0, state="missing"), name="=김", results=(result(S3),))
    table = parquet.read_table(io.BytesIO(export("parquet", grade).data))
    assert [str(table.schema.field(name).type) for name in ("id", "score")] == ["string", "double"]
    assert table.column("score").to_pylist() == [2.0, 0.0, None]
    assert set(table.column("name").to_pylist()) == {"=김"}


def test_json_lines_say_each_rule():
    late = graded("s3", 8, raw=10, late=True, steps=(Step("late", Fraction(10), Fraction(8), WHY),))
    lines = export("jsonl", student("1", late, name="김"), student("2", exempt("s3"))).data.decode().splitlines()
    first, second = map(json.loads, lines)
    assert (first["points"], first["sections"][0]["raw"], first["name"]) == (8.0, 10.0, "김")
    assert first["sections"][0]["steps"] == [{"rule": "late", "before": 10.0, "after": 8.0, "why": say("export_empty")}]
    assert (second["points"], second["sections"][0]["state"]) == (None, "exempt")


@pytest.mark.parametrize(("format", "package"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
def test_a_format_whose_library_is_not_installed_says_what_to_install(format, package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"grader.gradebook.exports.{format}", raising=False)
    with pytest.raises(EngineError, match=r"pip install \"autograto\["):
        export(format, ALICE)


# ── a template: one column changes, everything else stays byte for byte


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=6)


@settings(max_examples=150)
@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=2, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
)
def test_a_cell_is_replaced_in_the_bytes(rows, delimiter, line_end, bom, all_quoted, column):
    def cell(text: str) -> str:
        quoted = all_quoted or any(sign in text for sign in f'"\r\n{delimiter}')
        return '"' + text.replace('"', '""') + '"' if quoted else text

    rows[0] = ["Student", "ID", "Section", "Week 3 (1)"]
    text = "".join(delimiter.join(map(cell, row)) + line_end for row in rows)
    data = text.encode("utf-8-sig" if bom else "utf-8")
    table = read_table(data, "t")
    assert [[cell.text for cell in row] for row in table.rows] == rows
    new = replaced(table, column, {1: "41.50"})
    span = table.rows[1][column]
    assert (new[: span.start], new[len(new) - len(data) + span.end :]) == (data[: span.start], data[span.end :])
    again = [[cell.text for cell in row] for row in read_table(new, "t").rows]
    rows[1][column] = again[1][column]
    assert again == rows
    assert float(again[1][column].replace(",", ".")) == 41.5


def test_a_cell_that_says_the_same_stays_as_it_is():
    data = b'Student,ID,Section,A (1)\nKim,1,x,"41.5"\n'
    assert replaced(read_table(data, "t"), 3, {1: "41.50"}) == data


@pytest.mark.parametrize(
    "data",
    [
        "Student;김".encode("cp949"),
        "Student,ID".encode("utf-16"),
        b"a\0b",
        b'Student,ID\nKim,"1\n',
        b'Student,ID\nKim,"x ""y,1\n',
        b"\xff\xfe",
    ],
)
def test_what_is_no_csv_file_in_utf_8_is_refused(data):
    with pytest.raises(UsageError, match=r"template\.csv"):
        export("canvas", ALICE, template=data)


# ── Canvas


def canvas(data: bytes) -> dict[int, dict[int, str]]:
    """What Canvas would import: for each student, by Canvas' own id, the grade of each assignment, by its id."""
    text = data.decode()
    lines = text.splitlines()[:3]
    fields = {}
    for separator in ";,":
        sizes = {len(next(csv.reader([line], delimiter=separator), [])) for line in lines}
        fields[separator] = sizes.pop() if len(sizes) == 1 else 0
    delimiter = ";" if fields[";"] > fields[","] else ","
    header, grades, points = [], {}, []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if re.fullmatch("[;, ]*", delimiter.join(row)):
            continue
        row = [_period(cell) for cell in row]
        if not header:
            names = row[0] == "LastName" and row[1] == "FirstName"
            assert len(row) > 3
            assert "Student" in row[0] or names
            assert "ID" in row[2 if names else 1]
            last = 4 if names else 3
            if re.match(r"SIS\s+Login\s+ID", row[last - 1]):
                last += 1
            elif re.match(r"SIS\s+User\s+ID", row[last - 1]) and re.match(r"SIS\s+Login\s+ID", row[last]):
                last += 2 + bool(re.match(r"Integration\s+ID", row[last + 1]))
            assert "Section" in row[last - 1], "Invalid header row"
            header = row
            titles = {place: re.fullmatch(r"(.*)\s\((\d+)\)", name) for place, name in enumerate(row) if place >= last}
        elif "Points Possible" in row[0]:
            points = row
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
            id = int(re.match(r"\d*", row[2 if names else 1])[0] or 0)
            grades[id] = {
                int(found[2]): row[place].strip()
                for place, found in titles.items()
                if found and not (points and re.search(r"read\s+only", points[place]))
            }
    return grades


def _period(cell: str) -> str:
    """Canvas takes the last comma or point of a number for the decimal one."""
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *whole, last = re.split("[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,PyTorch kit (98765),Final Score\r\n"
    "    Points Possible,,,,,100,(read only)\r\n"
    '"Kim, Alice",1001,2024001,akim,LEC 01,,90\r\n'
    '"김, 민준",1002,2024002,mj@example.edu,"LEC ""01""",12.00,\r\n'
    '"Student, Test",1009,,0a1b2c,LEC 01,,\r\n'
)


def fill_canvas(*grades: StudentGrade, template: str = CANVAS, **more: Any) -> Any:
    return export("canvas", *grades, template=template.encode(), **more)


def test_canvas_reads_the_grade_and_every_other_byte_is_as_it_was():
    made = fill_canvas(ALICE)
    assert made.data.decode() == CANVAS.replace("LEC 01,,90", "LEC 01,41.50,90")
    assert canvas(made.data)[1001] == {98765: "41.50"}
    assert (made.filled, made.column) == (1, "PyTorch kit (98765)")


def test_rows_without_a_grade_stay_as_they_are_and_are_listed():
    made = fill_canvas(ALICE)
    assert canvas(made.data)[1002] == {98765: "12.00"}
    assert said(made) == [
        "left as it was, since no grade is known: row 4, 김, 민준, 1002",
        "left as it was, since no grade is known: row 5, Student, Test, 1009",
    ]


@pytest.mark.parametrize(
    "person",
    [
        Person("1002"),
        Person("2024002"),
        Person("mj@example.edu"),
        Person("x77", email="MJ@example.edu"),
        Person("x77", name="김민준"),
        Person("x77", name="민준 김"),
        Person("x77", name="김, 민준"),
        Person("2024002", name="another spelling"),
    ],
)
def test_a_student_is_found_by_id_by_email_or_by_a_name_that_is_unique(person):
    made = fill_canvas(replace(ALICE, person=person))
    assert canvas(made.data)[1002] == {98765: "41.50"}


@pytest.mark.parametrize(
    "person",
    [
        Person("9999", name="Nobody Known"),
        Person("1001", name="김민준"),  # the id says one, the name another
        Person("1001", email="mj@example.edu"),
        Person("100"),
        Person("x", name="Alice"),
        Person("x", name="kim, alice"),
    ],
)
def test_whoever_cannot_be_placed_is_listed_and_never_guessed(person):
    made = fill_canvas(replace(ALICE, person=person))
    assert made.data.decode() == CANVAS
    assert person.id in said(made)[0]


def test_a_name_that_two_have_decides_nothing():
    template = CANVAS.replace("김, 민준", "Kim, Alice")
    made = fill_canvas(replace(ALICE, person=Person("x", "Alice Kim")), template=template)
    assert made.data.decode() == template
    assert "rows could be meant (3, 4)" in said(made)[0]
    two = [replace(ALICE, person=Person(id, "Alice Kim")) for id in ("x", "y")]
    assert fill_canvas(*two).data.decode() == CANVAS


def test_an_id_that_is_in_two_columns_is_decided_by_the_rest_or_not_at_all():
    template = CANVAS.replace("2024002", "1001")
    alone = replace(ALICE, person=Person("1001"))
    assert fill_canvas(alone, template=template).data.decode() == template
    assert canvas(fill_canvas(ALICE, template=template).data)[1001] == {98765: "41.50"}


def test_a_row_that_two_students_fit_is_nobodys():
    made = fill_canvas(ALICE, replace(ALICE, person=Person("2024001", "Alice Kim")))
    assert made.data.decode() == CANVAS
    assert said(made)[0] == "not written, since row 3 fits several students: Alice Kim (1001); Alice Kim (2024001)"


def test_a_template_with_a_doubled_id_is_refused():
    with pytest.raises(UsageError, match="1001 more than once, in the rows 3, 4"):
        fill_canvas(ALICE, template=CANVAS.replace(",1002,", ",1001,"))


def test_a_file_that_canvas_would_misread_is_refused():
    with pytest.raises(UsageError, match="SIS Login ID where Canvas reads its own ids"):
        fill_canvas(ALICE, template="Student,SIS Login ID,Section,Week (1)\nKim,1001,x,\n")


@pytest.mark.parametrize(
    "template",
    ["", "\n", "Name,ID,Section,Week (1)\n", "Student,ID,Week (1),x\n", "Student,ID\n", "Identifier,Grade\n"],
)
def test_what_is_no_gradebook_of_canvas_is_refused(template):
    with pytest.raises(UsageError, match="not a gradebook from Canvas"):
        fill_canvas(ALICE, template=template)


def test_family_name_and_first_name_may_stand_apart():
    template = "LastName,FirstName,ID,SIS Login ID,Section,Week (7)\nKim,Alice,55,akim,L,\n"
    made = fill_canvas(replace(ALICE, person=Person("x", "Alice Kim")), template=template)
    assert canvas(made.data) == {55: {7: "41.50"}}


TWO = (
    "Student,ID,Section,Notes,Week 2 (12),Week 3 (13),Old (14),Assignments Current Score,Final Grade (1)\n"
    "    Points Possible,,,,100,100,(read  only),(read only),(read only)\n"
    "\n"
    ",,,,Muted,Manual Posting (not set),,,\n"
    '"Kim, Alice",1001,L,=,,,,88,\n'
)


@pytest.mark.parametrize("column", ["Week 3 (13)", "Week 3", "13"])
def test_the_column_is_chosen_by_its_heading_its_title_or_its_number(column):
    made = fill_canvas(ALICE, template=TWO, column=column)
    assert canvas(made.data) == {1001: {12: "", 13: "41.50", 1: ""}} or canvas(made.data)[1001][13] == "41.50"
    assert made.data.decode() == TWO.replace("=,,,,88", "=,,41.50,,88")


@pytest.mark.parametrize("column", ["", "14", "Notes", "Final Grade (1)", "Week", "Assignments Current Score"])
def test_a_column_that_is_not_clear_is_refused_with_those_that_could_be_meant(column):
    with pytest.raises(UsageError, match=r"Week 2 \(12\); Week 3 \(13\)"):
        fill_canvas(ALICE, template=TWO, column=column)


def test_a_gradebook_without_an_assignment_is_refused():
    with pytest.raises(UsageError, match="no assignment that can be filled"):
        fill_canvas(ALICE, template="Student,ID,Section,Notes\nKim,1,L,\n")


def test_exempt_is_excused():
    made = fill_canvas(student("1001", exempt("s3")))
    assert canvas(made.data)[1001] == {98765: "EX"}


@pytest.mark.parametrize("state", ["missing", "unreadable", "grader_error"])
def test_a_student_without_a_grade_is_listed_and_the_cell_stays(state):
    made = fill_canvas(student("1002", graded("s3", 0, 100, state=state)))
    assert made.data.decode() == CANVAS
    assert said(made)[0].startswith("no grade, since ")


def test_a_result_that_is_not_complete_is_written_and_said():
    made = fill_canvas(student("1001", graded("s3", 3, 100, state="incomplete")))
    assert (canvas(made.data)[1001][98765], said(made)[0]) == ("3.00", "written, but not every test was run: 1001")


def test_nobody_gets_less_than_before_without_a_word():
    made = fill_canvas(student("1002", graded("s3", "11.9", 100)))
    assert canvas(made.data)[1002] == {98765: "11.90"}
    assert said(made)[0] == "written, and lower than before (12.00 → 11.90): 1002"


def test_other_points_in_canvas_than_in_the_course_are_said():
    assert "The assignment has 100 points" in said(fill_canvas(student("1001", graded("s3", 8, 16))))[0]


SEMICOLONS = (
    '\ufeffStudent;ID;Section;Week (7)\n    Points Possible;;;16,00\n"Kim, Alice";1001;L;\n"B, C";1002;L;"7,25"\n'
)


def test_a_template_with_semicolons_and_decimal_commas_keeps_them():
    grades = [student("1001", graded("s3", "7.5")), student("1002", graded("s3", "8"))]
    made = fill_canvas(*grades, template=SEMICOLONS)
    assert made.data.decode() == SEMICOLONS.replace("1001;L;", "1001;L;7,50").replace('"7,25"', '"8,00"')
    assert {id: grade[7] for id, grade in canvas(made.data).items()} == {1001: "7.50", 1002: "8.00"}


def test_a_decimal_comma_among_commas_is_quoted():
    template = 'Student,ID,Section,Week (7)\n    Points Possible,,,"16,00"\nKim,1001,L,\n'
    assert fill_canvas(student("1001", graded("s3", "7.5")), template=template).data.endswith(b'Kim,1001,L,"7,50"\n')


def test_a_row_that_ends_early_is_made_long_enough():
    template = "Student,ID,Section,Week (7)\r\nKim,1001\r\n"
    assert fill_canvas(ALICE, template=template).data.decode() == template.replace("1001", "1001,,41.50")


# ── Moodle


def moodle(
    data: bytes, decimal: str = ".", headings: Sequence[str] = ("Identifier", "Grade", "Last modified (grade)")
) -> dict[int, float]:
    """What Moodle would import: the grade of each participant, without those that it passes over."""
    header, *rows = csv.reader(io.StringIO(data.decode().removeprefix("\ufeff"), newline=""))
    id, grade, modified = map(header.index, headings)
    maximum = next((n for n, name in enumerate(header) if name.lower() == "maximum grade"), -1)
    grades = {}
    for row in rows:
        if not row or not re.search(r"\d+$", row[id]):
            continue
        text = row[grade].replace(decimal, ".")
        most = float(row[maximum].replace(decimal, ".")) if maximum >= 0 else 1e9
        if text and 0 <= float(text) <= most and row[modified]:
            grades[int(row[id][len("Participant ") :])] = float(text)
    return grades


MOODLE = (
    "\ufeffIdentifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 1327627,Alice Kim,2024001,alice@example.edu,Submitted for grading,,100.00,Yes,"Friday, 9 October 2026,'
    ' 9:00 PM",-,"two\nlines"\n'
    "Participant 1327628,김민준,2024002,mj@example.edu,Submitted for grading,12.00,100.00,Yes,-,-,\n"
    "Participant 1327629,Lee Locked,2024003,lee@example.edu,,,100.00,No,-,-,\n"
)


def fill_moodle(*grades: StudentGrade, template: str = MOODLE, **more: Any) -> Any:
    return export("moodle", *grades, template=template.encode(), **more)


def test_moodle_reads_the_grade_and_every_other_byte_is_as_it_was():
    made = fill_moodle(ALICE)
    assert made.data.decode() == MOODLE.replace("grading,,100", "grading,41.50,100")
    assert moodle(made.data) == {1327627: 41.5, 1327628: 12.0}


@pytest.mark.parametrize(
    "person",
    [Person("1327628"), Person("2024002"), Person("x", email="mj@example.edu"), Person("x", "김민준")],
)
def test_a_student_of_moodle_is_found(person):
    assert moodle(fill_moodle(replace(ALICE, person=person)).data)[1327628] == 41.5


def test_what_moodle_would_pass_over_without_a_word_is_said():
    more = student("1327627", graded("s3", "100.01", 100))
    made = fill_moodle(more, student("1327629", graded("s3", 4, 100)))
    assert made.data.decode() == MOODLE
    assert "no grade outside of 0 to 100.00: row 2, Alice Kim, 100.01 points" in said(made)[0]
    assert "cannot be changed: row 4, Lee Locked" in said(made)[1]


def test_moodle_has_nobody_exempt_so_the_cell_stays():
    made = fill_moodle(student("1327628", exempt("s3")))
    assert made.data.decode() == MOODLE
    assert said(made)[0] == "left as it was, since exempt: 1327628"


GERMAN = (
    "Kennung,Vollständiger Name,E-Mail-Adresse,Bewertung,Bestwertung,Zuletzt geändert (Bewertung)\r\n"
    'Teilnehmer/in 17,Alice Kim,alice@example.edu,-,"100,00",-\r\n'
)
HEADINGS = {
    "identifier": "Kennung", "grade": "Bewertung", "modified": "Zuletzt geändert (Bewertung)",
    "email": "E-Mail-Adresse", "maximum": "Bestwertung",
}  # fmt: skip


def test_a_worksheet_in_another_language_needs_its_headings():
    with pytest.raises(UsageError, match="lacks Identifier, Grade, "):
        fill_moodle(ALICE, template=GERMAN)
    made = fill_moodle(ALICE, template=GERMAN, headings=HEADINGS)
    assert made.data.decode() == GERMAN.replace("edu,-", 'edu,"41,50"')


def test_a_worksheet_with_a_doubled_participant_or_heading_is_refused():
    with pytest.raises(UsageError, match="1327627 more than once"):
        fill_moodle(ALICE, template=MOODLE.replace("1327628", "1327627"))
    with pytest.raises(UsageError, match="several columns"):
        fill_moodle(ALICE, template=MOODLE.replace("Feedback comments", "Grade"))


# ── the command


@pytest.fixture
def gradebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[StudentGrade]:
    """A gradebook with the grades in this list; the command finds it wherever it looks."""
    grades = [ALICE]

    class Opened:
        path = tmp_path / "gradebook.db"

        def __enter__(self) -> "Opened":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def grades(self, policy: Any, run: int | None = None) -> list[StudentGrade]:
            return grades

        def entries(self, run: int, results: bool = True) -> list[Any]:
            return []

        def runs(self) -> list[Any]:
            return []

    store = types.ModuleType("grader.gradebook.store")
    store.open_gradebook = lambda where, create: Opened()  # type: ignore[attr-defined]
    policy = types.ModuleType("grader.gradebook.policy")
    policy.find_policy = lambda path, beside: types.SimpleNamespace(decimals=1 if path else 2)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "grader.gradebook.store", store)
    monkeypatch.setitem(sys.modules, "grader.gradebook.policy", policy)
    monkeypatch.chdir(tmp_path)
    return grades


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_with_grades_is_its_owners_alone(gradebook, capsys):
    Path("grades.csv").write_text("before")
    Path("grades.csv").chmod(0o644)
    assert run("export", "csv", "-o", "grades.csv") == 0
    assert stat.S_IMODE(Path("grades.csv").stat().st_mode) == 0o600
    assert os.listdir() == ["grades.csv"]
    assert capsys.readouterr().err == "grader: grades.csv: 1 student.\n"


def test_the_policy_says_how_many_decimals_and_the_option_has_the_last_word(gradebook):
    for more, total in [((), "41.50"), (("--policy", "p.toml"), "41.5"), (("--places", "0"), "42")]:
        assert run("export", "csv", "-o", "grades.csv", *more) == 0
        assert read_csv(Path("grades.csv").read_bytes())[0]["total"] == total


def test_a_section_may_be_named_by_how_it_begins(gradebook):
    gradebook[:] = [student("1", graded("s3_gradient_descent", 2), graded("s4", 8))]
    assert run("export", "csv", "-o", "grades.csv", "--section", "s3") == 0
    assert read_csv(Path("grades.csv").read_bytes())[0]["total"] == "2.00"
    assert run("export", "csv", "-o", "grades.csv", "--section", "s") == 2


def test_the_command_fills_a_template_and_lists_what_is_left(gradebook, capsys):
    Path("in.csv").write_text(CANVAS, newline="")
    assert run("export", "canvas", "--template", "in.csv", "--section", "s3", "--output", "out.csv") == 0
    assert canvas(Path("out.csv").read_bytes())[1001] == {98765: "41.50"}
    assert capsys.readouterr().err.splitlines()[:2] == [
        "grader: out.csv: 1 grade in the column PyTorch kit (98765).",
        "grader: left as it was, since no grade is known: row 4, 김, 민준, 1002",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("canvas -o out.csv", "Name it: --template"),
        ("csv -o out.csv --template in.csv", "--template is for canvas and moodle"),
        ("canvas -o in.csv --template in.csv", "--output is the template itself"),
        ("canvas -o out.csv --template nowhere.csv", "nowhere.csv cannot be read"),
        ("canvas -o out.csv --template .", "cannot be read"),
        ("csv -o out.csv --section s9", "'s9' is not a section here; the sections are s3."),
        ("csv -o .", ". cannot be written: it is a folder."),
        ("csv -o nowhere/out.csv", "nowhere/out.csv cannot be written"),
        ("moodle -o out.csv --template in.csv --heading colour=Bewertung", "write COLUMN=HEADING"),
        ("csv", "--output"),
        ("ods -o out.csv", "csv"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(arguments, sentence, gradebook, capsys):
    Path("in.csv").write_text(CANVAS, newline="")
    assert run("export", *arguments.split()) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
    assert os.listdir() == ["in.csv"]
    assert Path("in.csv").read_bytes() == CANVAS.encode()


def test_a_gradebook_without_grades_says_so(gradebook, capsys):
    gradebook.clear()
    assert run("export", "csv", "-o", "out.csv") == 2
    assert "no grades yet" in capsys.readouterr().err


def test_every_state_without_a_grade_has_its_sentence():
    states = ("missing", "unreadable", "grader_error", "graded", "incomplete", "exempt")
    assert all(f"export_no_grade_{state}" in MESSAGES for state in states)


def test_remarks_of_hostile_names_are_inert(gradebook, capsys):
    gradebook.append(replace(ALICE, person=Person("9", "a\x1b[31m\u202e\n::error::x")))
    Path("in.csv").write_text(CANVAS, newline="")
    assert run("export", "canvas", "--template", "in.csv", "-o", "out.csv") == 0
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "::error" not in told


# ── with a real gradebook


def test_what_was_graded_goes_all_the_way(tmp_path, monkeypatch, capsys):
    store = pytest.importorskip("grader.gradebook.store", reason="the gradebook has no store here")
    known = RunSettings("Course", "suite", ("s3",), ("public", "hidden"), 0, 120.0, "sandbox")
    monkeypatch.chdir(tmp_path)
    with store.open_gradebook("gradebook.db", create=True) as book:
        number = book.begin(known, "submissions.zip", "canvas")
        book.add(number, Entry((Person("1001", "Kim, Alice"),), "kimalice_1001", "h1", result(S3)))
        book.add(number, Entry((Person("1002", "김, 민준"),), "김민준_1002", "h2", grader_error="killed"))
        book.finish(number, (Person("1009", "Park, Cho"),))
    Path("in.csv").write_text(CANVAS, newline="", encoding="utf-8")
    with zipfile.ZipFile("submissions.zip", "w") as archive:
        archive.writestr("kimalice_1001_55501_s3.py", "")
    assert run("export", "canvas", "--template", "in.csv", "-o", "out.csv", "--section", "s3") == 0
    assert [grade[98765] for grade in canvas(Path("out.csv").read_bytes()).values()] == ["2.00", "12.00", ""]
    for format in ("csv", "long", "xlsx", "parquet", "jsonl"):
        assert run("export", format, "-o", f"grades.{format}") == 0
    assert [row["s3 state"] for row in read_csv(Path("grades.csv").read_bytes())] == [
        "graded", "grader_error", "missing",
    ]  # fmt: skip
    assert run("feedback", "--for", "canvas", "-o", "out.zip") == 0
    assert zipfile.ZipFile("out.zip").namelist() == ["kimalice_1001_55501_s3.py"]
    assert "left out, since nothing was handed in: Park, Cho (1009)" in capsys.readouterr().err
