"""Feedback files: what each student reads, what the file is called, and whether Canvas and Moodle know whose it is."""

import os
import re
import stat
import sys
import types
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main
from grader.errors import UsageError
from grader.failure import Failure, Value
from grader.gradebook.entries import Entry
from grader.gradebook.feedback import FeedbackSettings, feedback_text, write_feedback
from grader.gradebook.feedback_names import Layout, plain_name
from grader.gradebook.grades import SectionGrade, State, Step, StudentGrade
from grader.intake.people import Collection, HandIn, Person
from grader.scoring import Result, SectionResult, TestResult
from grader.texts import Message
from grader.verdict import FileUse, Status

SECRET = "42.4242"
HIDDEN = Failure("raised", got=Value("exception", "ValueError", text=SECRET))
OPEN = Failure("raised", got=Value("exception", "ValueError", text="an open message"))


def a_test(name: str, visibility: Any, failure: Failure) -> TestResult:
    id = f"{visibility}/s3::{name}"
    return TestResult(
        id, f"title of {name}", "cost", visibility, Status.FAILED, Fraction(0), Fraction(2), failure, "a hint"
    )


S3 = SectionResult("s3", "Gradient descent", (a_test("one", "public", OPEN), a_test("two", "hidden", HIDDEN)))
S4 = SectionResult("s4", "Multivariate regression", (a_test("three", "public", OPEN),))
RESULT = Result("alice", "Course", (S3, S4), ("public", "hidden"), "sandbox", 0, "suite", "hash", {})
LATE = Message.of("private_is_folder", file="a day late, 10 %")
MERCY = Message.of("private_is_folder", file="the power failed in the exam")
"""Any sentences; those of the gradebook's rules are its own."""
STEPS = (Step("late", Fraction(10), Fraction(9), LATE), Step("adjusted", Fraction(9), Fraction("11.5"), MERCY))


def graded(section: str, points: Any, state: State = "graded", **more: Any) -> SectionGrade:
    return SectionGrade(section, more.pop("raw", Fraction(points)), Fraction(points), Fraction(16), 1, state, **more)


ALICE = StudentGrade(Person("1001", "Alice Kim"), (graded("s3", 0),), "graded", (RESULT,))
BOB = StudentGrade(Person("1002", "Bob Lee"), (graded("s3", 0),), "graded", (RESULT,))


def text(*sections: SectionGrade, format: Any = "text", handed_in: Sequence[Any] = (), **more: Any) -> str:
    grade = StudentGrade(Person("1001", "Alice Kim"), sections, more.pop("state", "graded"), (RESULT,))
    return feedback_text(grade, FeedbackSettings(format=format, **more), handed_in)


# ── what a student reads


def test_it_says_whose_it_is_the_points_each_rule_with_its_reason_and_the_report():
    told = text(graded("s3", "11.5", raw=Fraction(10), steps=STEPS))
    assert told.splitlines()[:5] == [
        "Feedback for Alice Kim (1001)",
        "",
        "s3: 11.5 of 16 points",
        "  10 → 9: a day late, 10 % cannot be written: it is a folder.",
        "  9 → 11.5: the power failed in the exam cannot be written: it is a folder.",
    ]
    assert "an open message" in told
    assert "a hint" in told


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_a_hidden_test_shows_a_student_no_more_than_a_report_does(format):
    told = text(graded("s3", 0), format=format)
    assert "title of two" in told
    assert SECRET not in told


def test_only_the_sections_that_are_returned_are_in_it():
    told = text(graded("s3", 0), graded("s4", 0), sections=("s4",))
    assert ("title of three" in told, "title of one" in told, "s3:" in told) == (True, False, False)


def test_no_line_is_too_wide_to_read():
    told = text(graded("s3", 0, state="grader_error"), graded("s4", 9, raw=Fraction(10), steps=STEPS))
    assert max(map(len, told.splitlines())) <= 90


def test_several_sections_have_a_total():
    assert "Total: 3.5 of 32 points" in text(graded("s3", 3), graded("s4", "0.5"))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("missing", "s3: nothing was handed in, so there is no grade."),
        ("unreadable", "s3: what was handed in could not be read, so no test was run and there is no grade."),
        ("grader_error", "s3: the grader itself failed, which says nothing about your work. There is no grade"),
    ],
)
def test_where_there_is_no_grade_it_says_so(state, sentence):
    told = text(graded("s3", 0, state=state))
    assert sentence in " ".join(told.split())
    assert "0 of 16" not in told
    assert "title of one" not in told


def test_what_could_not_be_read_says_why():
    problem = Message.of("private_refused", file="s3.py", problem="a bad byte")
    entry = Entry((Person("1001"),), "alice/", "hash", problem=problem)
    assert "s3.py cannot be written: a bad byte." in text(graded("s3", 0, state="unreadable"), handed_in=[entry])


def test_who_handed_in_nothing_at_all_reads_that():
    assert text(state="missing") == "Feedback for Alice Kim (1001)\n\nNothing was handed in, so there is no grade.\n"


def test_a_result_that_is_not_complete_says_so():
    assert "Not every test was run" in text(graded("s3", 3, state="incomplete"))


def test_what_is_exempt_is_in_no_total():
    step = Step("exempt", Fraction(0), Fraction(0), MERCY)
    told = text(graded("s3", 0, counts=False, steps=(step,)), graded("s4", 4))
    assert "s3: you are exempt, and it is part of no total.\n  the power failed" in told
    assert "Total: 4 of 16 points" in told


def test_markdown_shows_a_name_as_it_is():
    grade = replace(ALICE, person=Person("1", "<b>[x](y)"))
    assert feedback_text(grade, FeedbackSettings(format="markdown")).startswith(
        "# Feedback for \\<b\\>\\[x\\]\\(y\\) \\(1\\)\n\n- s3: 0 of 16 points\n"
    )


# ── a folder


def test_a_folder_has_a_file_a_student(tmp_path):
    written = write_feedback(tmp_path / "new" / "feedback", [ALICE, BOB])
    assert sorted(os.listdir(tmp_path / "new" / "feedback")) == ["Alice Kim_1001.txt", "Bob Lee_1002.txt"]
    assert written.remarks == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_reads_it(tmp_path):
    write_feedback(tmp_path / "feedback", [ALICE])
    write_feedback(tmp_path / "feedback.zip", [ALICE])
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "feedback", *tmp_path.rglob("*.*"))]
    assert modes == [0o700, 0o600, 0o600]


def test_an_archive_is_the_same_for_the_same_feedback(tmp_path):
    for name in ("a.zip", "b.zip"):
        write_feedback(tmp_path / name, [ALICE, replace(BOB, person=Person("1002", "김민준"))])
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == ["Alice Kim_1001.txt", "김민준_1002.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_link_stays_one_and_a_device_is_refused(tmp_path):
    (tmp_path / "link.zip").symlink_to(tmp_path / "real.zip")
    write_feedback(tmp_path / "link.zip", [ALICE])
    assert (tmp_path / "link.zip").is_symlink()
    assert (tmp_path / "real.zip").is_file()
    os.mkfifo(tmp_path / "pipe.zip")
    with pytest.raises(UsageError, match="not a plain file"):
        write_feedback(tmp_path / "pipe.zip", [ALICE])


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_no_link_in_the_folder_is_followed(tmp_path):
    (tmp_path / "feedback").mkdir()
    other = tmp_path / "feedback" / "Alice Kim_1001.txt"
    other.symlink_to(tmp_path / "elsewhere")
    write_feedback(tmp_path / "feedback", [ALICE])
    assert not other.is_symlink()
    assert not (tmp_path / "elsewhere").exists()
    settings = FeedbackSettings(layout=Layout.MOODLE, laid_out="moodle")
    (tmp_path / "feedback" / "Alice Kim_7_assignsubmission_file_").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(UsageError, match="its folder is a link"):
        write_feedback(tmp_path / "feedback", [ALICE], entries=[entry("Alice Kim_7", ALICE.person)], settings=settings)
    assert not (tmp_path / "feedback.txt").exists()


def test_a_name_that_a_student_made_too_long_keeps_nobody_from_feedback(tmp_path):
    long = entry(f"kimalice_1001_55501_{'가' * 200}.py", ALICE.person)
    settings = FeedbackSettings(layout=Layout.CANVAS, laid_out="canvas")
    (name,) = (name for name, _ in write_feedback(tmp_path / "out", [ALICE], entries=[long], settings=settings).files)
    assert name.startswith("kimalice_1001_55501_가")
    assert name.endswith("가.py")
    assert len(name.encode()) <= 255


def test_where_nothing_can_be_written_it_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_feedback(tmp_path / "file", [ALICE])


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../etc/passwd", "_.._etc_passwd_1"),
        ('a/b\\c:d*?"<>|', "a_b_c_d_______1"),
        ("CON", "_CON_1"),
        ("aux.txt", "_aux.txt_1"),
        ("김민준", "김민준_1"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh_1"),
        ("a\n\u202eb", "a__b_1"),
        ("", "1"),
        ("x" * 300, "x" * 100 + "_1"),
        ("…", "__1"),
    ],
)
def test_a_name_is_safe_on_every_file_system(name, file):
    assert plain_name(Person("1", name), set()) == file


def test_two_that_would_be_one_file_are_told_apart():
    taken: set[str] = set()
    people = [Person("a/b"), Person("a_b"), Person("A_B")]
    assert [plain_name(person, taken) for person in people] == ["a_b", "a_b-2", "A_B-3"]


# ── Moodle


def moodle(path: Path, participants: Sequence[int]) -> Mapping[int, str]:
    """The files that Moodle would take, by the participant whom it would give them to."""
    taken = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts = name.split("/")
            assert not parts[-1].startswith((".", "~"))
            while parts:
                info = parts.pop(0).split("_", 4)
                if len(info) == 5 and info[1].isdigit() and int(info[1]) in participants:  # Moodle 4.1 takes 4 as well
                    assert info[2:4] == ["assignsubmission", "file"]
                    taken[int(info[1])] = "/".join([info[4], *parts]).strip("/")
                    break
    return taken


def entry(source: str, *people: Person, **more: Any) -> Entry:
    return Entry(people, source, "hash", **more)


def written(tmp_path: Path, layout: str, grades: Sequence[StudentGrade], *entries: Entry, **more: Any) -> Any:
    path = tmp_path / "feedback.zip"
    path.unlink(missing_ok=True)
    settings = FeedbackSettings(layout=Layout(layout), **{"laid_out": layout if entries else "", **more})
    return path, write_feedback(path, grades, entries=entries, settings=settings)


@pytest.mark.parametrize("end", ["", "_", "_s3.py"])
@pytest.mark.parametrize("name", ["Alice Kim", "김 민준", "O'Brien Mary-Ann Jr.", "Participant"])
def test_moodle_gives_each_file_to_whose_submission_it_was(name, end, tmp_path):
    source = f"course-week3.zip/{name}_1327627_assignsubmission_file{end}"
    path, feedback = written(tmp_path, "moodle", [ALICE], entry(source, ALICE.person))
    assert moodle(path, [1327627, 1001]) == {1327627: "feedback.txt"}
    assert feedback.remarks == ()


def test_the_collection_says_it_too(tmp_path):
    hand_in = HandIn((ALICE.person,), "Alice Kim_7_assignsubmission_file_/s3.py", None)
    collection = Collection("moodle", LATE, (hand_in,))
    write_feedback(tmp_path / "f.zip", [ALICE], collection, settings=FeedbackSettings(layout=Layout.MOODLE))
    assert moodle(tmp_path / "f.zip", [7]) == {7: "feedback.txt"}


@pytest.mark.parametrize("source", ["Alice Kim_1327627", "김 민준_1327627", "Participant_1327627", "Kim_Alice_1327627"])
def test_what_a_collection_calls_a_submission_is_enough(source, tmp_path):
    path, _ = written(tmp_path, "moodle", [ALICE], entry(source, ALICE.person), laid_out="moodle")
    assert moodle(path, [1327627, 1001]) == {1327627: "feedback.txt"}


@pytest.mark.parametrize("source", ["alice_1327627", "Alice Kim_1327627_assignsubmission_file"])
def test_a_number_in_another_platforms_name_is_none_of_moodles(source, tmp_path):
    with pytest.raises(UsageError):
        written(tmp_path, "moodle", [ALICE], entry(source, ALICE.person), laid_out="plain")


def test_whose_name_is_not_known_is_left_out_and_said(tmp_path):
    carol = replace(BOB, person=Person("1003", "Carol"), state="missing")
    path, feedback = written(
        tmp_path, "moodle", [ALICE, BOB, carol], entry("Alice Kim_7", ALICE.person), entry("bob", BOB.person)
    )
    assert moodle(path, [7]) == {7: "feedback.txt"}
    assert [(remark.id, dict(remark.values)["person"]) for remark in feedback.remarks] == [
        ("feedback_no_name", "Bob Lee (1002)"),
        ("feedback_nothing", "Carol (1003)"),
    ]


def test_an_archive_in_which_nobody_would_be_is_not_written(tmp_path):
    with pytest.raises(UsageError, match="not known what Canvas called any submission"):
        written(tmp_path, "canvas", [ALICE, BOB])
    assert os.listdir(tmp_path) == []


def test_the_number_of_a_group_is_nobodys_in_moodle(tmp_path):
    """Moodle takes it for a participant's, and there may be one."""
    with pytest.raises(UsageError):
        written(tmp_path, "moodle", [ALICE, BOB], entry("Team A_1_assignsubmission_file", ALICE.person, BOB.person))


# ── Canvas


def canvas(path: Path) -> Mapping[int, int]:
    """The attachment that Canvas would answer with each file, by the user whom it would give it to."""
    with zipfile.ZipFile(path) as archive:
        found = [[part for part in name.split("_") if re.fullmatch(r"\d+", part)][:2] for name in archive.namelist()]
    return {int(user): int(attachment) for user, attachment in found}


@pytest.mark.parametrize(
    "name",
    [
        "kimalice_1001_55501_s3_gradient_descent.py",
        "kimalice_LATE_1001_55501_s3_gradient_descent-1.py",
        "김민준_1001_55501_s3 (2).py",
    ],
)
def test_canvas_gets_the_names_that_it_gave_out(name, tmp_path):
    path, feedback = written(tmp_path, "canvas", [ALICE], entry(f"submissions.zip/{name}", ALICE.person))
    assert zipfile.ZipFile(path).namelist() == [name]
    assert canvas(path) == {1001: 55501}
    assert feedback.remarks == ()


def test_a_student_names_no_file_as_somebody_elses_submission(tmp_path):
    files = (FileUse("leebob_1002_55502_s3.py", "section", "s3"),)
    mine = entry("kimalice_1001_55501_s3.py", ALICE.person, result=replace(RESULT, files=files))
    path, _ = written(tmp_path, "canvas", [ALICE], mine)
    assert canvas(path) == {1001: 55501}
    with pytest.raises(UsageError):
        written(tmp_path, "canvas", [ALICE], replace(mine, source="kimalice_1001"))


def test_nor_does_one_in_a_download_that_was_unpacked(tmp_path):
    names = ("class/leebob_1002_7_s3.py", "class/kimalice_1001_8_s3/leebob_1002_99_s3.py")
    path, _ = written(tmp_path, "canvas", [BOB], names=names)
    assert canvas(path) == {1002: 7}


def test_two_with_one_name_are_left_out(tmp_path):
    carol = replace(ALICE, person=Person("41", "Carol Oh"))
    twice = [entry("kimalice_1001_8_s3.py", ALICE.person), entry("kimalice_1001_8_s3.py", BOB.person)]
    own = entry("ohcarol_41_9_s3.py", carol.person)
    path, feedback = written(tmp_path, "canvas", [ALICE, BOB, carol], *twice, own)
    assert canvas(path) == {41: 9}
    assert [remark.id for remark in feedback.remarks] == ["feedback_shared_name", "feedback_shared_name"]


def test_an_anonymous_name_is_given_back_as_it_is(tmp_path):
    path, _ = written(tmp_path, "canvas", [ALICE], entry("LATE_anon_aB3x_55501_s3.py", ALICE.person))
    assert zipfile.ZipFile(path).namelist() == ["LATE_anon_aB3x_55501_s3.py"]


@pytest.mark.parametrize("name", ["../kim_1_2_s3.py", "kim_1_2_s3.py\\..", "a:kim_1_2_s3.py", "kim_1_2_s\x1b.py"])
def test_no_name_of_the_gradebooks_leads_out_of_the_folder(name, tmp_path):
    settings = FeedbackSettings(layout=Layout.CANVAS, laid_out="canvas")
    entries = [entry(name, ALICE.person), entry("leebob_3_4_s3.py", BOB.person)]
    write_feedback(tmp_path / "out", [ALICE, BOB], entries=entries, settings=settings)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert {path.name for path in (tmp_path / "out").iterdir()} <= {"kim_1_2_s3.py", "leebob_3_4_s3.py"}


def test_a_group_gets_one_file_if_all_in_it_get_the_same(tmp_path):
    source = entry("kimalice_1001_55501_s3.py", ALICE.person, BOB.person)
    path, _ = written(tmp_path, "canvas", [ALICE, BOB], source)
    assert canvas(path) == {1001: 55501}
    told = zipfile.ZipFile(path).read("kimalice_1001_55501_s3.py").decode()
    assert told.startswith("Feedback for Alice Kim (1001), Bob Lee (1002)\n")


def test_what_is_one_students_alone_is_never_shown_to_the_group(tmp_path):
    own = replace(BOB, sections=(graded("s3", "11.5", raw=Fraction(10), steps=STEPS),))
    source = entry("kimalice_1001_55501_s3.py", ALICE.person, BOB.person)
    path, feedback = written(tmp_path, "canvas", [ALICE, own], source)
    assert zipfile.ZipFile(path).namelist() == []
    assert [remark.id for remark in feedback.remarks] == ["feedback_group", "feedback_group"]


NAMES = ("kimalice_31_55501_s3.py", "leebob_32_55502_s3.py", "leebob_33_55503_s3.py")


@pytest.mark.parametrize(
    ("person", "user"),
    [
        (Person("2024001", "Alice Kim"), 31),
        (Person("31", "Alice Kim"), 31),
        (Person("31"), 31),
        (Person("33", "Alice Kim"), None),  # the id says one, the name another
        (Person("2024002", "Bob Lee"), None),  # two have that name
        (Person("2024003", "Dave"), None),
    ],
)
def test_names_of_the_download_help_where_they_are_clear(person, user, tmp_path):
    carol = replace(ALICE, person=Person("41", "Carol Oh"))
    names = (*NAMES, "ohcarol_41_55504_s3.py")
    path, feedback = written(tmp_path, "canvas", [replace(ALICE, person=person), carol], names=names)
    assert list(canvas(path)) == [*([user] if user else []), 41]
    assert len(feedback.remarks) == (user is None)


# ── the command


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.fixture
def gradebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Opened:
        path = tmp_path / "gradebook.db"

        def __enter__(self) -> "Opened":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def grades(self, policy: Any, run: int | None = None) -> list[StudentGrade]:
            return [ALICE, BOB]

        def entries(self, run: int, results: bool = True) -> list[Entry]:
            return [entry("kimalice_1001", ALICE.person), entry("leebob_77", BOB.person)]

        def runs(self) -> list[Any]:
            return [types.SimpleNamespace(number=1, source="submissions.zip", layout="canvas")]

    store = types.ModuleType("grader.gradebook.store")
    store.open_gradebook = lambda where, create: Opened()  # type: ignore[attr-defined]
    policy = types.ModuleType("grader.gradebook.policy")
    policy.find_policy = lambda path, beside: types.SimpleNamespace(decimals=1 if path else 2)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "grader.gradebook.store", store)
    monkeypatch.setitem(sys.modules, "grader.gradebook.policy", policy)
    monkeypatch.chdir(tmp_path)


def test_the_command_writes_a_folder(gradebook, capsys):
    assert run("feedback", "-o", "out", "--format", "markdown") == 0
    assert sorted(os.listdir("out")) == ["Alice Kim_1001.md", "Bob Lee_1002.md"]
    assert capsys.readouterr().err == "grader: out: feedback for 2 students.\n"


def archive(path: str, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as new:
        for name in names:
            new.writestr(name, "")


def test_the_command_writes_an_archive_by_the_names_in_what_was_graded(gradebook, capsys):
    archive("submissions.zip", "kimalice_1001_9_s3.py", "kimalice_1001_10_s3.py", "leebob_78_1_s3.py")
    assert run("feedback", "--for", "canvas", "-o", "out.zip") == 0
    assert canvas(Path("out.zip")) == {1001: 10}
    assert capsys.readouterr().err.splitlines() == [
        "grader: out.zip: feedback for 1 student.",
        "grader: left out, since it is not known what Canvas called the submission (--download names it): "
        "Bob Lee (1002)",
    ]


def test_where_that_is_gone_the_download_is_named(gradebook, capsys):
    assert run("feedback", "--for", "canvas", "-o", "out.zip") == 2
    assert "--download PATH" in capsys.readouterr().err
    Path("folder").mkdir()
    Path("folder/leebob_77_55502_s3.py").write_text("")
    assert run("feedback", "--for", "canvas", "-o", "out.zip", "--download", "folder") == 0
    assert canvas(Path("out.zip")) == {77: 55502}


def test_a_download_that_is_none_is_said(gradebook, capsys):
    assert run("feedback", "--for", "canvas", "-o", "out.zip", "--download", "nowhere") == 2
    assert "nowhere is neither a folder nor a zip file" in capsys.readouterr().err


def test_what_was_handed_in_is_not_written_over(gradebook, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "submissions.zip").write_bytes(b"work")
    assert run("feedback", "-o", "./submissions.zip") == 2
    assert "submissions.zip is what was handed in" in capsys.readouterr().err
    assert (tmp_path / "submissions.zip").read_bytes() == b"work"
