"""A whole class, as six platforms hand it out: everybody is placed, and gets what `grader grade` alone gives.

The class is `synthetic_class.py`'s, which was written from the platforms' formats and without a look at the grader.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from synthetic_class import LAYOUTS, VARIANTS, Expected, ExpectedStudent, make_class

from grader.course import Course, read_course
from grader.intake.collect import collect_hand_ins
from grader.intake.people import Collection, HandIn
from grader.intake.roster import read_roster
from grader.intake.source import Unreadable, decode

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = ("s0_setup", "s3_gradient_descent")
REFUSED = "hostile_within"
"""Whose archive has hostile names among good ones: it is refused, as `grader grade` does with it."""
CLASSES = [(layout, variant) for layout in LAYOUTS for variant in VARIANTS[layout]]


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(ROOT)


def collected(expected: Expected, course: Course) -> Collection:
    roster = read_roster(expected.roster) if expected.roster else None
    return collect_hand_ins(expected.source, course, "auto", roster, SECTIONS)


def of(student: ExpectedStudent, collection: Collection) -> list[HandIn]:
    """What is taken for this student's."""
    return [one for one in collection.hand_ins if student.keys & {person.id for person in one.people}]


def text(data: bytes) -> str | None:
    try:
        return decode(data)
    except Unreadable:
        return None


def wrongs(student: ExpectedStudent, collection: Collection) -> list[str]:
    """What is not as it should be with one student."""
    found = of(student, collection)
    if student.status == "missing":
        listed = any(student.keys & {person.id} for person in collection.missing) or not student.on_roster
        return [] if listed and not found else ["is missing, and not listed as that"]
    if student.trap == REFUSED and found:
        return [] if found[0].problem or found[0].remarks else ["is not told what was refused"]
    if len(found) != 1:
        return [f"has {len(found)} hand-ins"]
    [one] = found
    files = {file.section: file for file in (one.submission.files if one.submission else ()) if file.section}
    more = (section for section, file in files.items() if section not in student.files and file.text is not None)
    wrong = [f"{section} is nobody's file" for section in more]
    for section, file in student.files.items():
        if section not in files:
            wrong += [] if file.optional else [f"{file.where} was not taken"]
        elif file.python is None and files[section].text != text(file.data):
            wrong.append(f"{section} is not {file.where}")
    if student.late and not one.late:
        wrong.append("was late")
    near = any(file.optional for file in student.files.values())  # whose time then need not count
    if student.handed_in and not near and one.at != student.handed_in:
        wrong.append(f"was handed in at {student.handed_in}, not at {one.at}")
    return wrong


@pytest.mark.parametrize("archive", ["", "zip", pytest.param("tar.gz", marks=pytest.mark.slow)])
@pytest.mark.parametrize(("layout", "variant"), CLASSES)
def test_everybody_is_placed(layout: str, variant: str, archive: str, tmp_path: Path, course: Course) -> None:
    expected = make_class(
        tmp_path, layout, variant=variant, sections=SECTIONS, as_archive=bool(archive), archive=archive or "zip"
    )  # fmt: skip
    collection = collected(expected, course)
    assert collection.layout == layout
    wrong = {(key, one.trap): wrongs(one, collection) for key, one in expected.students.items()}
    assert {who: what for who, what in wrong.items() if what} == {}
    known = {key for one in expected.students.values() for key in one.keys if one.on_roster}
    assert expected.roster is None or not known & {person.id for person in collection.unknown}
    assert [path for path in expected.canaries if Path(path).exists()] == []


@pytest.mark.parametrize(
    "layout", [pytest.param(one, marks=[] if one == "canvas" else pytest.mark.slow) for one in LAYOUTS]
)
def test_every_score_is_that_of_the_submission_alone(layout: str, tmp_path: Path, course: Course) -> None:
    from grader.intake import read_submission
    from grader.runner.collect import collect
    from grader.runner.grade import grade
    from grader.runner.workers import open_workers
    from grader.scoring import score

    sections = SECTIONS[:1]
    expected = make_class(tmp_path / "class", layout, sections=sections, as_archive=True)
    book = tmp_path / "book.db"
    ran = _grader(
        "class", expected.source, "--roster", expected.roster, "-s", *sections, "--gradebook", book, "--course", ROOT
    )
    assert ran.returncode == 0, ran.stderr
    exported = _grader("export", "jsonl", "--gradebook", book, "-o", tmp_path / "grades.jsonl")
    assert exported.returncode == 0, exported.stderr
    rows = map(json.loads, (tmp_path / "grades.jsonl").read_text().splitlines())
    got = {row["id"]: row for row in rows}

    suite = collect(course, sections, ("public", "hidden"))
    with open_workers(course, "auto") as workers:
        for key, folder in expected.write_alone(tmp_path / "alone").items():
            if any(folder.glob("*.ipynb")) or expected.students[key].trap == REFUSED:
                continue  # which `grader grade` does not read
            alone = score(grade(read_submission(folder, course), suite, workers), course, sections=sections)
            [row] = [got[one] for one in expected.students[key].keys if one in got]
            assert (key, row["points"]) == (key, pytest.approx(float(alone.score), abs=0.005))


def _grader(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "grader", *map(str, arguments)], capture_output=True, text=True)
